import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { markPlaced, type Student } from "./queries";

/** For placements that happened outside the portal, and for taking such a mark back. */
export function PlacedDialog({ student, onClose }: { student: Student; onClose: () => void }) {
  const { t } = useTranslation();
  const placed = !student.is_placed;
  const form = useForm({ defaultValues: { company: "", reason: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ company, reason }) => {
    if (placed && !company.trim()) return form.setError("company", { message: t("job.missing.company") });
    await markPlaced(student.user_id, { placed, ...(placed && { company: company.trim() }), ...(reason && { reason }) });
    toast(t(placed ? "student.placedDone" : "student.unplacedDone", { name: student.full_name }));
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={t(placed ? "student.place" : "student.unplace")} sub={student.full_name} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind={placed ? "primary" : "danger-fill"} type="submit" busy={form.formState.isSubmitting}>{t(placed ? "student.place" : "student.unplace")}</Button></>}
    >
      <ErrorSummary form={form} />
      <p className="small muted">{t(placed ? "student.placeHint" : "student.unplaceHint")}</p>
      {placed && <TextField form={form} name="company" label={t("job.company")} />}
      <AreaField form={form} name="reason" label={t("move.reason")} rows={2} optional />
    </Dialog>
  );
}
