import type { ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Facts } from "@/shared/ui/facts";
import type { JobDetail } from "./types";

/** Whom the posting asks for. */
export function Asked({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  const rows: [string, ReactNode][] = [
    [t("field.cgpa"), job.min_cgpa === null ? null : t("rules.orMore", { value: job.min_cgpa })],
    [t("job.branches"), job.branches.join(", ")],
    [t("field.graduation_year"), job.graduation_year],
    [t("field.active_backlogs"), job.max_active_backlogs === null ? null : t("rules.atMost", { value: job.max_active_backlogs })],
    [t("field.tenth_percent"), job.min_10th === null ? null : t("rules.orMore", { value: `${job.min_10th} %` })],
    [t("field.twelfth_percent"), job.min_12th === null ? null : t("rules.orMore", { value: `${job.min_12th} %` })],
  ];
  const any = rows.some(([, value]) => value !== null && value !== "");
  return <section><h3 className="h3">{t("job.asked")}</h3>{any ? <Facts rows={rows} /> : <p className="small muted">{t("job.asksNothing")}</p>}</section>;
}
