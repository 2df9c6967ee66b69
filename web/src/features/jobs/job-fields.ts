import { useTranslation } from "@/shared/i18n/i18n";
import type { ComparedField } from "@/shared/record/ConflictDialog";

/** The editor's fields by name, where two versions of a job stand side by side. */
export function useJobFields(): ComparedField[] {
  const { t } = useTranslation();
  return [
    { name: "company", label: t("job.company") },
    { name: "title", label: t("job.role") },
    { name: "job_type", label: t("job.kind"), say: (value) => t(`jobType.${String(value)}`, { defaultValue: String(value) }) },
    { name: "location", label: t("job.location") },
    { name: "description", label: t("job.description") },
    { name: "skills", label: t("job.skills") },
    { name: "experience_level", label: t("job.experience") },
    { name: "openings", label: t("job.openings") },
    { name: "deadline", label: t("job.deadline"), say: (value) => String(value).replace("T", " ") },
    { name: "jd_link", label: t("job.link") },
    { name: "ctc", label: t("job.ctc") },
    { name: "ctc_parts", label: t("job.parts"), say: (value) => (value as { name: string; amount: string }[]).map((part) => `${part.name} ${part.amount}`).join(", ") },
    { name: "salary_min", label: t("job.payFrom") },
    { name: "salary_max", label: t("job.payTo") },
    { name: "currency", label: t("job.currency") },
    { name: "bond_months", label: t("job.bondMonths") },
    { name: "bond_amount", label: t("job.bondAmount") },
    { name: "duration_months", label: t("job.durationMonths") },
    { name: "joining_date", label: t("job.joining") },
    { name: "process", label: t("job.process"), say: (value) => (value as { name: string; date: string }[]).map((round) => `${round.name} ${round.date}`.trim()).join(", ") },
    { name: "branches", label: t("job.branches") },
    { name: "min_cgpa", label: t("job.minCgpa") },
    { name: "max_active_backlogs", label: t("job.maxBacklogs") },
    { name: "min_10th", label: t("job.min10th") },
    { name: "min_12th", label: t("job.min12th") },
    { name: "graduation_year", label: t("field.graduation_year") },
  ];
}
