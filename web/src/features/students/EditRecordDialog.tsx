import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { useDraft } from "@/shared/form/draft";
import { DraftOffer, DraftSaved } from "@/shared/form/DraftNote";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { ConflictDialog } from "@/shared/record/ConflictDialog";
import { changes } from "@/shared/record/merge";
import { useConflict } from "@/shared/record/use-conflict";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { freshStudent, saveStudent, type Student } from "./queries";

const fields = ["full_name", "roll_no", "branch", "department", "graduation_year", "phone", "cgpa", "active_backlogs", "tenth_percent", "twelfth_percent"] as const;
const numeric = new Set<string>(["graduation_year", "cgpa", "active_backlogs", "tenth_percent", "twelfth_percent"]);
type Values = Record<(typeof fields)[number], string>;

const valuesOf = (student: Student) => Object.fromEntries(fields.map((name) => [name, student[name] === null || student[name] === undefined ? "" : String(student[name])])) as Values;

/** Sends only what was changed, and only if nobody else has changed the record meanwhile. */
export function EditRecordDialog({ student, onClose }: { student: Student; onClose: () => void }) {
  const { t } = useTranslation();
  const { conflict, on, close, settle, guard } = useConflict<Student, Values>(student, () => freshStudent(student.id));
  const form = useForm<Values>({ defaultValues: valuesOf(student), shouldFocusError: false });
  const draft = useDraft(`student.${student.id}`, form);
  const submit = useSubmit(form, async (values) => {
    const from = on() ?? student;
    const body: Record<string, unknown> = {};
    for (const [name, text = ""] of Object.entries(changes(valuesOf(from), values))) {
      const clean = text.trim();
      body[name] = clean === "" ? null : numeric.has(name) ? Number(clean.replace(",", ".")) : clean;
    }
    const some = Object.keys(body).length > 0;
    if (some && !(await guard(values, () => saveStudent(from, body)))) return;
    draft.clear();
    toast(some || from === student ? t("student.saved", { name: student.full_name }) : t("conflict.tookTheirs"));
    onClose();
  });
  const give = () => { draft.clear(); onClose(); };
  return (
    <>
      <Dialog
        open wide onClose={onClose} title={t("student.edit")} sub={t("student.editHint")} onSubmit={() => void submit()}
        foot={<><span className="grow"><DraftSaved draft={draft} /></span><Button onClick={give}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("student.save")}</Button></>}
      >
        <DraftOffer draft={draft} />
        <ErrorSummary form={form} />
        <div className="pair">
          {fields.map((name) => <TextField key={name} form={form} name={name} label={t(`field.${name}`)} inputMode={numeric.has(name) ? "decimal" : "text"} />)}
        </div>
      </Dialog>
      {conflict && (
        <ConflictDialog
          subject={student.full_name} type="student" id={student.id} fields={fields.map((name) => ({ name, label: t(`field.${name}`) }))} since={conflict.base.updated_at}
          base={valuesOf(conflict.base)} mine={conflict.mine} theirs={valuesOf(conflict.fresh)} onClose={close}
          onSettle={(values) => { settle(); form.reset(values, { keepDefaultValues: true }); void submit(); }}
        />
      )}
    </>
  );
}
