import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { buttonClass } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { PageHead } from "@/shared/ui/page";
import { badRows, refreshImport, refreshStudents, rowsQuery, type StudentImport, type UndoReport } from "./queries";
import { TaskProgress } from "./TaskProgress";
import { UndoButton, UndoResult } from "./UndoImport";

export function ResultStep({ data, task, undo }: { data: StudentImport; task: string | undefined; undo: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const done = useCallback(() => {
    void refreshStudents();
    void refreshImport(data.id);
  }, [data.id]);
  const [undone, setUndone] = useState<UndoReport | null>(null);
  const report = data.state === "applied" ? data.report : null;
  const bad = useQuery({ ...rowsQuery(data.id, { outcome: "bad", limit: 1 }), enabled: report !== null });
  const left = useQuery({ ...rowsQuery(data.id, { outcome: "left_out", limit: 1 }), enabled: report !== null });
  if (data.state === "undone" || undone) {
    return (
      <>
        <PageHead answer={t("undo.doneTitle")} sub={data.filename}><Link to="/students/import" className={buttonClass({ kind: "primary" })}>{t("import.another")}</Link></PageHead>
        {undone ? <UndoResult report={undone} /> : <Notice tone="info"><b>{t("undo.done")}</b> <span className="muted">{data.undone_at && t("undo.when", { when: format.moment(data.undone_at) })} {t("undo.inAudit")}</span></Notice>}
      </>
    );
  }
  if (data.state === "undoing" || (undo && data.state !== "applied")) {
    const running = undo ?? data.task_id;
    return (
      <>
        <PageHead answer={t("undo.running")} sub={data.filename} />
        {running && <TaskProgress id={running} onDone={done} onAgain={done} />}
      </>
    );
  }
  if (!report) {
    return (
      <>
        <PageHead answer={t("import.writing")} sub={data.filename} />
        {task && <TaskProgress id={task} onDone={done} onAgain={() => void navigate({ to: "/students/import/$importId", params: { importId: data.id }, search: { step: "check" } })} />}
      </>
    );
  }
  const failed = bad.data?.total ?? report.failed;
  const out = failed + (left.data?.total ?? 0);
  const rows: [string, number][] = [["created", report.created], ["updated", report.updated], ["unchanged", report.unchanged], ["failed", out]];
  return (
    <>
      <PageHead answer={t("import.done", { count: report.created + report.updated, n: format.number(report.created + report.updated) })} rest={out ? t("import.doneRest", { count: out }) : undefined} sub={data.filename}>
        <Link to="/students" className={buttonClass({ kind: "primary" })}>{t("import.see")}</Link>
      </PageHead>
      <div className="counters">
        {rows.map(([key, n]) => <div key={key} className="counter"><span className="k">{t(`import.report.${key}`)}</span><span className="v">{format.number(n)}</span></div>)}
      </div>
      <div className="row wrap mt-5">
        {failed > 0 && <a className={buttonClass()} href={badRows(data.id)} download><Icon name="download" size={16} />{t("import.download", { count: failed })}</a>}
        <Link to="/students/import" className={buttonClass({ kind: "quiet" })}>{t("import.another")}</Link>
        {data.task_id && <Link to="/tasks/$taskId" params={{ taskId: data.task_id }} className={buttonClass({ kind: "quiet" })}>{t("import.task")}</Link>}
        <UndoButton data={data} onReport={setUndone} />
      </div>
    </>
  );
}
