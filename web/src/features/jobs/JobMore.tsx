import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { toast } from "@/shared/ui/toast";
import { placedBeforeQuery } from "./queries";
import type { JobDetail } from "./types";

/** What happens, and when: the deadline, then the company's rounds, then the offers. */
export function Process({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (job.process.length === 0) return null;
  const now = new Date();
  const closes = job.deadline_at;
  return (
    <section>
      <h3 className="h3">{t("job.process")}</h3>
      <ol className="process">
        {closes && <li className={new Date(closes) < now ? "is-past" : "is-next"}><b>{t("job.processCloses")}</b><span className="small muted block">{format.due(closes).text}</span></li>}
        {job.process.map((round, index) => (
          <li key={`${index}-${round.name}`}><b>{round.name}</b>{round.date && <span className="small muted block">{format.day(`${round.date}T06:30:00Z`, true)}</span>}</li>
        ))}
        {job.joining_date && <li><b>{t("job.processJoin")}</b><span className="small muted block">{format.day(`${job.joining_date}T06:30:00Z`, true)}</span></li>}
      </ol>
    </section>
  );
}

export function PlacedBefore({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(placedBeforeQuery(job.id));
  if (!data || data.placed === 0) return null;
  const since = data.by_year.at(0)?.year;
  return (
    <section>
      <h3 className="h3">{t("job.placedBefore")}</h3>
      <p className="small muted">
        {data.suppressed || data.placed === null ? t("job.placedFew") : t("job.placedCount", { count: data.placed, since: since ?? "" })}
        {data.median_ctc !== null && <> {t("job.placedMedian", { pay: format.money(data.median_ctc, data.currency) })}</>}
      </p>
    </section>
  );
}

/** The address that anybody may open; the platform's share sheet where there is one. */
export function ShareJob({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  if (!job.is_public || job.state !== "OPEN") return null;
  const url = `${location.origin}/careers/jobs/${job.id}`;
  const share = async () => {
    try {
      if (typeof navigator.share === "function" && window.matchMedia("(pointer: coarse)").matches) return await navigator.share({ title: `${job.title}, ${job.company.name}`, url });
      await navigator.clipboard.writeText(url);
      toast(t("job.linkCopied"));
    } catch {
      // Closed without choosing: nothing happened, nothing to say.
    }
    return undefined;
  };
  return <Button kind="quiet" iconOnly icon="external-link" aria-label={t("job.share")} onClick={() => void share()} />;
}
