import { useParams } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { usePage } from "@/shared/ui/page";
import { JobDetailPane } from "./JobDetailPane";
import { jobQuery } from "./queries";

/** S5 on its own page: phones, and links from elsewhere. */
export function JobPage() {
  const { t } = useTranslation();
  const { jobId } = useParams({ strict: false }) as { jobId: string };
  const { data } = useQuery(jobQuery(jobId));
  usePage(data?.title ?? t("nav.jobs"), { parent: { label: t("nav.jobs"), to: "/jobs" } });
  return <article className="card flat job-alone"><JobDetailPane jobId={jobId} alone /></article>;
}
