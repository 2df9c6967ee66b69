import type { Translate } from "@/shared/i18n/i18n";
import { z } from "zod";
import { fromLocal, isoLocal, type Locale } from "@/shared/i18n/format";
import type { Schemas } from "@/shared/http/http";
import type { Criteria, JobDetail, ReadFields } from "./types";

const text = z.string().trim();

/** Numbers as people type them: "8,5", "14 50 000", with or without spaces. */
export function numberOf(value: string): number | null {
  const clean = value.replaceAll(/\s/gu, "");
  if (clean === "") return null;
  const plain = /^\d{1,2}(,\d{2})*,\d{3}$/u.test(clean) || /^\d{1,3}(,\d{3})+$/u.test(clean) ? clean.replaceAll(",", "") : clean.replace(",", ".");
  return Number(plain);
}

export function jobSchema(t: Translate) {
  const number = (low: number, high: number) =>
    text.refine((value) => {
      const found = numberOf(value);
      return found === null || (Number.isFinite(found) && found >= low && found <= high);
    }, t("form.between", { low, high }));
  return z.object({
    company: text,
    title: text.min(1, t("job.missing.title", {})),
    description: text,
    jd_link: text.refine((value) => value === "" || /^https?:\/\/\S+$/u.test(value), t("form.address", {})),
    location: text,
    job_type: text,
    experience_level: text,
    ctc: number(0, 1e10),
    ctc_parts: z.array(z.object({ name: text, amount: number(0, 1e10) })),
    skills: text,
    min_cgpa: number(0, 10),
    branches: z.array(z.string()),
    graduation_year: number(1990, 2100),
    max_active_backlogs: number(0, 99),
    min_10th: number(0, 100),
    min_12th: number(0, 100),
    openings: number(1, 100_000),
    deadline: text,
    salary_min: number(0, 1e10),
    salary_max: number(0, 1e10),
    currency: text,
    bond_months: number(1, 120),
    bond_amount: number(0, 1e10),
    duration_months: number(1, 120),
    joining_date: text,
    process: z.array(z.object({ name: text, date: text })),
  });
}

export type JobValues = z.infer<ReturnType<typeof jobSchema>>;

const said = (value: number | null | undefined) => (value === null || value === undefined ? "" : String(value));

export function jobValues(job: JobDetail | null, locale: Locale): JobValues {
  return {
    company: job?.company.name ?? "",
    title: job?.title ?? "",
    description: job?.description ?? "",
    jd_link: job?.jd_link ?? "",
    location: job?.location ?? "",
    job_type: job?.job_type ?? "full-time",
    experience_level: job?.experience_level ?? "",
    ctc: said(job?.ctc),
    ctc_parts: (job?.ctc_parts ?? []).map((part) => ({ name: part.name, amount: said(part.amount) })),
    skills: (job?.skills ?? []).join(", "),
    min_cgpa: said(job?.min_cgpa),
    branches: job?.branches ?? [],
    graduation_year: said(job?.graduation_year),
    max_active_backlogs: said(job?.max_active_backlogs),
    min_10th: said(job?.min_10th),
    min_12th: said(job?.min_12th),
    openings: said(job?.openings),
    deadline: job?.deadline_at ? isoLocal(new Date(job.deadline_at), locale) : "",
    salary_min: said(job?.salary_min),
    salary_max: said(job?.salary_max),
    currency: job?.currency ?? locale.currency,
    bond_months: said(job?.bond_months),
    bond_amount: said(job?.bond_amount),
    duration_months: said(job?.duration_months),
    joining_date: job?.joining_date ?? "",
    process: (job?.process ?? []).map((round) => ({ name: round.name, date: round.date ?? "" })),
  };
}

/** What a text said, laid over the form: what somebody has written already (`written`) stays. Pure. */
export function readInto(values: JobValues, fields: ReadFields, written: (name: keyof JobValues) => boolean, locale: Locale): { values: JobValues; filled: (keyof JobValues)[] } {
  const { deadline, company, ...rest } = fields;
  const read = jobValues({ ...rest, company: { id: "", name: company ?? "" } } as unknown as JobDetail, locale);
  // A time as the text has it: in the institution's zone, like the field.
  if (deadline) read.deadline = deadline.length > 10 ? deadline.slice(0, 16) : `${deadline}T23:59`;
  const filled = (Object.keys(fields) as (keyof JobValues)[]).filter((name) => name in read && (fields[name as keyof ReadFields] ?? null) !== null && !written(name) && JSON.stringify(read[name]) !== JSON.stringify(values[name]));
  return { values: { ...values, ...Object.fromEntries(filled.map((name) => [name, read[name]])) }, filled };
}

/** The eligibility rules alone, as the live count asks for them. */
export function rulesOf(values: Pick<JobDetail, "min_cgpa" | "branches" | "graduation_year" | "max_active_backlogs" | "min_10th" | "min_12th">): Criteria {
  const { min_cgpa, branches, graduation_year, max_active_backlogs, min_10th, min_12th } = values;
  return { min_cgpa, branches, graduation_year, max_active_backlogs, min_10th, min_12th };
}

export function rulesFromForm(values: JobValues): Criteria {
  return rulesOf({
    min_cgpa: numberOf(values.min_cgpa), branches: values.branches, graduation_year: numberOf(values.graduation_year),
    max_active_backlogs: numberOf(values.max_active_backlogs), min_10th: numberOf(values.min_10th), min_12th: numberOf(values.min_12th),
  });
}

export function jobBody(values: JobValues, locale: Locale, ownCompany: boolean): Schemas["JobBody"] {
  const company = ownCompany ? {} : { company: values.company };
  return {
    ...company,
    title: values.title,
    description: values.description || null,
    jd_link: values.jd_link || null,
    location: values.location || null,
    job_type: values.job_type as Schemas["JobType"],
    experience_level: values.experience_level || null,
    ctc: numberOf(values.ctc),
    ctc_parts: values.ctc_parts.filter((part) => part.name).map((part) => ({ name: part.name, amount: numberOf(part.amount) ?? 0 })),
    skills: values.skills.split(/[,\n]/u).map((skill) => skill.trim()).filter(Boolean),
    openings: numberOf(values.openings),
    deadline: values.deadline ? fromLocal(values.deadline, locale).toISOString() : null,
    salary_min: numberOf(values.salary_min),
    salary_max: numberOf(values.salary_max),
    currency: values.currency,
    bond_months: numberOf(values.bond_months),
    bond_amount: numberOf(values.bond_amount),
    duration_months: numberOf(values.duration_months),
    joining_date: values.joining_date || null,
    process: values.process.filter((round) => round.name).map((round) => ({ name: round.name, date: round.date || null })),
    ...rulesFromForm(values),
  };
}
