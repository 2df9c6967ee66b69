import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import type { Stats } from "./queries";

/** How many have a place, beside how the season before closed: the one compared with is grey and hatched. */
export function Placed({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [figures, setFigures] = useState(false);
  const { last_season: last } = stats;
  const share = (value: number) => format.number(Math.round(value));
  const of = (placed: number, students: number) => t("office.placedOf", { placed: format.number(placed), total: format.number(students) });
  const rows = [
    { name: stats.season ?? t("office.thisSeason"), percent: stats.placed_percent, n: of(stats.placed_students, stats.total_students), look: "" },
    ...(last ? [{ name: t("office.lastSeason", { name: last.name }), percent: last.percent, n: of(last.placed, last.students), look: "hatch compared" }] : []),
  ];
  const unplaced = stats.total_students - stats.placed_students;
  return (
    <section className="card">
      <div className="card-head">
        <div><h2 className="h2">{last ? t("office.placedThan", { share: share(stats.placed_percent), last: share(last.percent) }) : t("office.placed", { share: share(stats.placed_percent) })}</h2><p className="small muted">{t("office.placedScope")}</p></div>
        <Button small icon={figures ? "chart-column" : "table"} aria-pressed={figures} onClick={() => setFigures(!figures)}>{t(figures ? "chart.bars" : "chart.table")}</Button>
      </div>
      {figures ? (
        <table className="table table-plain">
          <caption className="vh">{t("office.placedScope")}</caption>
          <thead><tr><th scope="col">{t("office.season")}</th><th scope="col" className="num">%</th><th scope="col" className="num">{t("office.placedN")}</th></tr></thead>
          <tbody>{rows.map((row) => <tr key={row.name}><td>{row.name}</td><td className="num">{format.number(row.percent)}</td><td className="num">{row.n}</td></tr>)}</tbody>
        </table>
      ) : (
        <div className="card-pad hbars hbars-placed">
          {rows.map((row) => (
            <div className="placed-row" key={row.name}>
              <span className="small"><b>{row.name}</b> <span className="muted">{row.n}</span></span>
              <div className="hbar"><span className="track" role="img" aria-label={`${row.name}: ${share(row.percent)} %`}><i className={row.look} style={{ "--v": `${row.percent}%`, ...(row.look ? { "--c": "var(--chart-2)" } : { "--c": "var(--st-placed-mark)" }) }} /></span><span className="n">{share(row.percent)} %</span></div>
            </div>
          ))}
        </div>
      )}
      <div className="card-pad stack-2 placed-foot">
        {stats.median_ctc !== null && <p className="small">{t("office.median", { amount: format.money(stats.median_ctc) })}</p>}
        <p className="small"><Link to="/students" search={{ placed: "false" }}>{t("office.unplaced", { count: unplaced, n: format.number(unplaced) })}</Link></p>
      </div>
    </section>
  );
}
