import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { rulingText } from "@/shared/flow/verdict";
import type { Status } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { Due, Verdict } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { toast } from "@/shared/ui/toast";
import { useSaveStar } from "./queries";
import type { Job } from "./types";

export function Pay({ job, year }: { job: Job; year?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [low, high] = job.ctc === null ? [job.salary_min, job.salary_max] : [job.ctc, null];
  const either = low ?? high;
  if (either === null) return <span className="faint">{t("job.payUnknown")}</span>;
  const amount = low !== null && high !== null && low !== high ? t("job.payRange", { low: format.money(low, job.currency), high: format.money(high, job.currency) }) : format.money(either, job.currency);
  return <span className="num nowrap">{year ? t("job.aYear", { amount }) : amount}</span>;
}

/** One line under the company: applied, open or closed to the reader, and until when. */
export function JobMeta({ job }: { job: Job }) {
  const { t } = useTranslation();
  const failed = job.verdict?.reasons.filter((reason) => !reason.passed) ?? [];
  return (
    <span className="row row-between meta">
      {job.application ? <StatusTag status={job.application.status as Status} />
        : job.verdict ? <Verdict eligible={job.verdict.eligible}>{job.verdict.eligible ? t("job.eligible") : (failed[0] ? rulingText(t, failed[0]) : job.verdict.summary)}</Verdict>
          : <span />}
      {job.deadline_at ? <Due at={job.deadline_at} hint={false} /> : <span className="due">{t("job.noDeadline")}</span>}
    </span>
  );
}

function useSaved(job: Job) {
  const { t } = useTranslation();
  const star = useSaveStar(job);
  const on = star.isPending ? star.variables : !!job.saved;
  const turn = () => star.mutate(!on, { onSuccess: () => { if (on) toast(t("job.unsaved", { title: job.title }), () => star.mutate(true)); } });
  return { on, turn };
}

export function SaveStar({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { on, turn } = useSaved(job);
  return (
    <button type="button" className="btn btn-icon btn-quiet" aria-pressed={on} aria-label={on ? t("job.unsave") : t("job.save")} onClick={turn}>
      <Icon name={on ? "bookmark-filled" : "bookmark"} size={18} />
    </button>
  );
}

/** The star in words: what is left to do at a closed door. */
export function SaveJob({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { on, turn } = useSaved(job);
  return <button type="button" className="btn grow" aria-pressed={on} onClick={turn}><Icon name={on ? "bookmark-filled" : "bookmark"} size={18} />{on ? t("job.kept") : t("job.keep")}</button>;
}
