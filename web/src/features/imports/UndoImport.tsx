import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { refreshImport, refreshStudents, type StudentImport, undoImport, type UndoReport } from "./queries";

/** Within a day an import is taken back; what people have touched since stays, and is named before and after. */
export function UndoButton({ data, onReport }: { data: StudentImport; onReport: (report: UndoReport) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const undo = useMutation({
    mutationFn: () => undoImport(data.id),
    onSuccess: async (answer) => {
      setAsking(false);
      if ("task_id" in answer) await navigate({ to: "/students/import/$importId", params: { importId: data.id }, search: { step: "import", undo: answer.task_id } });
      else onReport(answer);
      await Promise.all([refreshImport(data.id), refreshStudents()]);
    },
  });
  if (!data.undo_until || data.undone_at) return null;
  if (new Date(data.undo_until) < new Date()) return <p className="small muted row"><Icon name="lock" size={16} />{t("undo.over")}</p>;
  return (
    <>
      <Button kind="danger" icon="undo-2" onClick={() => setAsking(true)}>{t("undo.button")}</Button>
      <span className="small muted">{t("undo.until", { when: format.due(data.undo_until).text })}</span>
      <Dialog
        open={asking} onClose={() => setAsking(false)} title={t("undo.ask", { name: data.filename })} onSubmit={() => undo.mutate()}
        foot={<><Button data-autofocus onClick={() => setAsking(false)}>{t("action.cancel")}</Button><Button kind="danger-fill" type="submit" busy={undo.isPending}>{t("undo.button")}</Button></>}
      >
        <ul className="stack-2">
          {(["created", "updated", "kept"] as const).map((line) => <li key={line} className="row will"><Icon name={line === "kept" ? "user-check" : "undo-2"} size={16} /><span>{t(`undo.will.${line}`)}</span></li>)}
        </ul>
        {undo.error && <p className="field-error" role="alert">{Problem.from(undo.error).message || t("failed.server")}</p>}
      </Dialog>
    </>
  );
}

/** What was taken back, and who stays with the reason. */
export function UndoResult({ report }: { report: UndoReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="card mt-5">
      <div className="card-pad"><Notice tone="ok" role="status"><b>{t("undo.done")}</b> <span className="muted">{t("undo.numbers", { removed: format.number(report.removed), restored: format.number(report.restored) })}</span></Notice></div>
      {report.left.length > 0 && (
        <>
          <div className="card-head"><h2 className="h2">{t("undo.left", { count: report.kept })}</h2></div>
          <ul className="card-list">
            {report.left.map((one) => (
              <li key={one.student_id} className="item">
                <span className="grow"><Link to="/students/$studentId" params={{ studentId: one.student_id }} dir="auto">{one.full_name}</Link><br /><span className="small muted">{t(`undo.why.${one.why}`, { fields: one.fields.map((field) => t(`field.${field}`, { defaultValue: field })).join(", ") })}</span></span>
                <span className="small faint num">{t("import.row")} {one.row}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
