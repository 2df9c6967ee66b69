import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { looks, type Status, statuses } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { Empty } from "@/shared/ui/Empty";
import { Mono } from "@/shared/ui/Mono";
import type { PipelineRow } from "./queries";

const stages = ["applied", "progress", "interview", "offer", "placed", "closed"] as const;
type Stage = (typeof stages)[number];

function stageOf(status: Status): Stage {
  return status === "PLACED" ? "placed" : looks[status].column;
}

function countsOf(row: PipelineRow): Record<Stage, number> {
  const counts: Record<Stage, number> = { applied: 0, progress: 0, interview: 0, offer: 0, placed: 0, closed: 0 };
  for (const status of statuses) counts[stageOf(status)] += (row.counts as Partial<Record<Status, number>>)[status] ?? 0;
  return counts;
}

/** One bar a drive, to one scale: the longest bar is the drive with the most applications. */
export function Pipeline({ rows }: { rows: PipelineRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const listed = rows.map((row) => {
    const counts = countsOf(row);
    return { row, company: row.company, counts, total: stages.reduce((sum, stage) => sum + counts[stage], 0) };
  });
  const most = Math.max(1, ...listed.map((one) => one.total));
  const all = listed.reduce((sum, one) => sum + one.total, 0);
  return (
    <section className="card pipeline">
      <div className="card-head"><div><h2 className="h2">{t("pipeline.title", { drives: rows.length, applications: format.number(all) })}</h2><p className="small muted">{t("pipeline.scope")}</p></div></div>
      {rows.length === 0 ? <Empty icon="briefcase" title={t("pipeline.none")} /> : (
        <>
          <div className="legend pipeline-legend">{stages.map((stage) => <span key={stage}><i className="dot" style={{ "--c": `var(--st-${stage}-mark)` }} />{t(`stage.${stage}`)}</span>)}</div>
          <table className="table table-plain">
            <caption className="vh">{t("pipeline.scope")}</caption>
            <thead><tr><th scope="col">{t("job.company")}</th><th scope="col" className="num">{t("pipeline.total")}</th><th scope="col" className="only-wide-cell">{t("pipeline.stages")}</th><th scope="col" className="num">{t("stage.offer")}</th><th scope="col" className="num">{t("stage.placed")}</th></tr></thead>
            <tbody>
              {listed.map(({ row, company, counts, total }) => (
                <tr key={row.job_id}>
                  <td><Link className="name row" to="/jobs/$jobId/applicants" params={{ jobId: row.job_id }}><Mono name={company.name} id={company.id} size="sm" /><span className="pipeline-name"><span className="clip block">{company.name}</span><span className="faint small block name-sub clip">{row.title}</span></span></Link></td>
                  <td className="num">{format.number(total)}</td>
                  <td className="pipeline-bar only-wide-cell">
                    <div className="bar bar-lg" role="img" aria-label={stages.map((stage) => `${counts[stage]} ${t(`stage.${stage}`)}`).join(", ")}>
                      {stages.filter((stage) => counts[stage] > 0).map((stage) => <i key={stage} title={`${counts[stage]} ${t(`stage.${stage}`)}`} style={{ "--v": `${(counts[stage] / most) * 100}%`, "--c": `var(--st-${stage}-mark)` }} />)}
                    </div>
                  </td>
                  <td className="num">{counts.offer || "·"}</td>
                  <td className="num">{counts.placed || "·"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}
