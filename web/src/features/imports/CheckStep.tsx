import { useMutation, useQueries } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { useUrlState } from "@/shared/table/url-state";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { PageHead } from "@/shared/ui/page";
import { applyImport, badRows, rowsQuery, type StudentImport } from "./queries";
import { RowTable } from "./RowTable";

const outcomes = ["bad", "new", "update", "unchanged", "left_out"] as const;
/** Always shown; rows left out by hand get their tab only when there are some. */
const steady = ["bad", "new", "update", "unchanged"] as const;
const icons: Record<(typeof outcomes)[number], IconName> = { bad: "circle-x", new: "plus", update: "pencil", unchanged: "minus", left_out: "circle-minus" };

/** Live counts, because a row mended on this page changes them. */
function useCounts(data: StudentImport): Record<(typeof outcomes)[number], number> {
  const [bad, fresh, update, unchanged, left] = useQueries({ queries: outcomes.map((outcome) => rowsQuery(data.id, { outcome, limit: 1 })) });
  const { report } = data;
  return {
    bad: bad?.data?.total ?? report?.failed ?? 0,
    new: fresh?.data?.total ?? report?.created ?? 0,
    update: update?.data?.total ?? report?.updated ?? 0,
    unchanged: unchanged?.data?.total ?? report?.unchanged ?? 0,
    left_out: left?.data?.total ?? 0,
  };
}

export function CheckStep({ data }: { data: StudentImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const [invite, setInvite] = useState(true);
  const counts = useCounts(data);
  const ready = counts.new + counts.update;
  const tab = outcomes.find((one) => one === state["rows"]) ?? (counts.bad > 0 ? "bad" : counts.new > 0 ? "new" : "update");
  const write = useMutation({
    mutationFn: async () => applyImport(data.id, invite),
    onSuccess: (task) => navigate({ to: "/students/import/$importId", params: { importId: data.id }, search: { step: "import", ...(task && { task }) } }),
  });
  const will: [IconName, number, string][] = [["plus", counts.new, "willCreate"], ["pencil", counts.update, "willUpdate"], ["minus", counts.unchanged, "willKeep"], ["circle-minus", counts.bad + counts.left_out, "willLeave"]];

  return (
    <>
      <PageHead
        answer={counts.bad ? t("import.bad", { count: counts.bad, n: format.number(counts.bad) }) : t("import.ready", { count: ready, n: format.number(ready) })}
        rest={counts.bad ? t("import.readyRest", { n: format.number(ready) }) : t("import.noneBad")}
        sub={t("import.nothingYet", { name: data.filename, rows: format.number(data.rows) })}
      />
      <div className="ic">
        <div>
          <div className="card strip sum">
            {steady.map((one) => (
              <button key={one} type="button" className={one === "bad" && counts.bad ? "sum-bad" : ""} onClick={() => change({ rows: one })}>
                <span className="k"><Icon name={icons[one]} size={16} />{t(`import.outcome.${one}`)}</span><span className="v block">{format.number(counts[one])}</span>
              </button>
            ))}
          </div>
          <section className="card">
            <div className="tabs" role="group" aria-label={t("import.step.check")}>
              {outcomes.filter((one) => one !== "left_out" || counts.left_out > 0).map((one) => <button key={one} type="button" aria-pressed={tab === one} onClick={() => change({ rows: one })}>{t(`import.outcome.${one}`)}<span className="count">{format.number(counts[one])}</span></button>)}
            </div>
            {tab === "bad" && counts.bad > 0 && (
              <div className="toolbar">
                <span className="small muted">{t("import.mendHint")}</span><span className="grow" />
                <a className={buttonClass({ small: true })} href={badRows(data.id)} download><Icon name="download" size={16} />{t("import.download", { count: counts.bad })}</a>
              </div>
            )}
            <RowTable data={data} outcome={tab} />
          </section>
        </div>
        <aside className="card">
          <div className="card-head"><h2 className="h3">{t("import.will")}</h2></div>
          <div className="card-pad stack">
            <ul className="stack-2 small">
              {will.filter(([, n]) => n > 0).map(([icon, n, key]) => <li key={key} className="row will"><Icon name={icon} size={16} /><span>{t(`import.${key}`, { count: n, n: format.number(n) })}</span></li>)}
            </ul>
            <label className="check"><input type="checkbox" checked={invite} onChange={(event) => setInvite(event.target.checked)} /><span className="small">{t("import.invite")}</span></label>
            <hr className="rule" />
            {write.error && <Notice tone="bad" role="alert">{Problem.from(write.error).message || t("failed.server")}</Notice>}
            <Button kind="primary" block busy={write.isPending} disabled={ready === 0} onClick={() => write.mutate()}>{t("import.go", { count: ready, n: format.number(ready) })}</Button>
            <p className="xs faint">{t("task.close")}</p>
            <Link to="/students/import/$importId" params={{ importId: data.id }} search={{ step: "columns" }} className={buttonClass({ kind: "quiet", block: true })}><Icon name="chevron-left" size={16} />{t("import.back")}</Link>
          </div>
        </aside>
      </div>
    </>
  );
}
