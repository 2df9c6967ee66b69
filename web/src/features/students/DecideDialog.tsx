import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { Change } from "./Change";
import { type Correction, decideCorrection } from "./queries";

/** Accept, which writes the record, or refuse; what is noted goes to the student. */
export function DecideDialog({ correction, move, onClose }: { correction: Correction; move: "accept" | "refuse"; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { note: "" }, shouldFocusError: false });
  const field = t(`field.${correction.field}`);
  const submit = useSubmit(form, async ({ note }) => {
    await decideCorrection(correction.id, move, note.trim());
    toast(t(`corrections.done.${move}`, { field, name: correction.student.full_name, value: String(correction.wanted) }));
    onClose();
  });
  const refuse = move === "refuse";
  return (
    <Dialog
      open onClose={onClose} onSubmit={() => void submit()} title={t(`corrections.ask.${move}`, { field })} sub={<bdi>{correction.student.full_name}</bdi>}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind={refuse ? "danger-fill" : "primary"} type="submit" busy={form.formState.isSubmitting}>{t(`corrections.${move}`)}</Button></>}
    >
      <ErrorSummary form={form} />
      <p><Change correction={correction} /></p>
      <p className="small muted" dir="auto">“{correction.reason}”</p>
      <AreaField form={form} name="note" rows={3} label={t("move.note")} hint={t(refuse ? "corrections.noteRefuse" : "corrections.noteAccept")} optional />
    </Dialog>
  );
}
