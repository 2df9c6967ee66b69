import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { Mono } from "@/shared/ui/Mono";
import { type Stage, stages, stagesOf, tableText } from "./stages";
import type { Stats } from "./queries";

const mark = (stage: Stage) => `var(--st-${stage}-mark)`;

/** The same numbers for a spreadsheet: what the screen shows, in its language. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** One bar a company, to one scale: the longest is the one with the most applications. Or the same as figures. */
export function Pipeline({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [figures, setFigures] = useState(false);
  const rows = stats.companies.map((line) => ({ ...line, counts: stagesOf(line.columns) })).map((line) => ({ ...line, total: stages.reduce((sum, stage) => sum + line.counts[stage], 0) }));
  const most = Math.max(1, ...rows.map((row) => row.total));
  const open = rows.reduce((sum, row) => sum + row.open, 0);
  const busiest = rows[0];
  const say = (row: (typeof rows)[number]) => stages.map((stage) => `${row.counts[stage]} ${t(`stage.${stage}`)}`).join(", ");
  const save = () => download("pipeline.csv", tableText([t("job.company"), t("pipeline.open"), ...stages.map((stage) => t(`stage.${stage}`)), t("pipeline.total")], rows.map((row) => [row.company.name, row.open, ...stages.map((stage) => row.counts[stage]), row.total])));
  return (
    <section className="card pipeline">
      <div className="card-head">
        <div>
          <h2 className="h2">{busiest ? t("pipeline.title", { company: busiest.company.name, n: format.number(busiest.open), open: format.number(open) }) : t("pipeline.none")}</h2>
          <p className="small muted">{t("pipeline.scope", { shown: rows.length, all: stats.companies_open, season: stats.season ?? "" })}</p>
        </div>
        {rows.length > 0 && (
          <div className="row no-print">
            <Button small icon={figures ? "chart-column" : "table"} aria-pressed={figures} onClick={() => setFigures(!figures)}>{t(figures ? "chart.bars" : "chart.table")}</Button>
            <Button small kind="quiet" iconOnly icon="download" aria-label={t("chart.csv")} title={t("chart.csv")} onClick={save} />
          </div>
        )}
      </div>
      {rows.length > 0 && !figures && <div className="legend pipeline-legend">{stages.map((stage) => <span key={stage}><i className="dot" style={{ "--c": mark(stage) }} />{t(`stage.${stage}`)}</span>)}</div>}
      {rows.length === 0 ? <Empty icon="briefcase" title={t("pipeline.none")} /> : (
        <table className="table table-plain">
          <caption className="vh">{t("pipeline.scope", { shown: rows.length, all: stats.companies_open, season: stats.season ?? "" })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("job.company")}</th>
              <th scope="col" className="num">{t("pipeline.open")}</th>
              {figures ? stages.map((stage) => <th key={stage} scope="col" className="num">{t(`stage.${stage}`)}</th>) : <th scope="col">{t("pipeline.stages")}</th>}
              <th scope="col" className="num only-wide-cell">{t("pipeline.total")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.company.id}>
                <td><Link className="name row" to="/applications" search={{ q: row.company.name }}><Mono name={row.company.name} id={row.company.id} size="sm" /><span className="clip pipeline-name">{row.company.name}</span></Link></td>
                <td className="num">{format.number(row.open)}</td>
                {figures ? stages.map((stage) => <td key={stage} className="num">{row.counts[stage] || "·"}</td>) : (
                  <td className="pipeline-bar">
                    <div className="bar bar-lg" role="img" aria-label={say(row)}>
                      {stages.filter((stage) => row.counts[stage] > 0).map((stage) => <i key={stage} title={`${row.counts[stage]} ${t(`stage.${stage}`)}`} style={{ "--v": `${(row.counts[stage] / most) * 100}%`, "--c": mark(stage) }} />)}
                    </div>
                  </td>
                )}
                <td className="num only-wide-cell">{format.number(row.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
