import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { saveStudent, type Student } from "./queries";

const fields = ["full_name", "roll_no", "branch", "department", "graduation_year", "phone", "cgpa", "active_backlogs", "tenth_percent", "twelfth_percent"] as const;
const numeric = new Set<string>(["graduation_year", "cgpa", "active_backlogs", "tenth_percent", "twelfth_percent"]);
type Values = Record<(typeof fields)[number], string>;

/** Sends only what was changed, so that two people editing different fields do not undo each other. */
export function EditRecordDialog({ student, onClose }: { student: Student; onClose: () => void }) {
  const { t } = useTranslation();
  const defaults = Object.fromEntries(fields.map((name) => [name, student[name] === null || student[name] === undefined ? "" : String(student[name])])) as Values;
  const form = useForm<Values>({ defaultValues: defaults, shouldFocusError: false });
  const { dirtyFields } = form.formState;
  const submit = useSubmit(form, async (values) => {
    const body: Record<string, unknown> = {};
    for (const name of fields) {
      if (!dirtyFields[name]) continue;
      const text = values[name].trim();
      body[name] = text === "" ? null : numeric.has(name) ? Number(text.replace(",", ".")) : text;
    }
    if (Object.keys(body).length > 0) await saveStudent(student.id, body);
    toast(t("student.saved", { name: student.full_name }));
    onClose();
  });
  return (
    <Dialog
      open wide onClose={onClose} title={t("student.edit")} sub={t("student.editHint")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("student.save")}</Button></>}
    >
      <ErrorSummary form={form} />
      <div className="pair">
        {fields.map((name) => <TextField key={name} form={form} name={name} label={t(`field.${name}`)} inputMode={numeric.has(name) ? "decimal" : "text"} />)}
      </div>
    </Dialog>
  );
}
