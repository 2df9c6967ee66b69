import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";

interface Props {
  act: "deactivate" | "reactivate" | "act" | "signOut";
  name: string;
  needed: boolean;
  onClose: () => void;
  run: (reason: string) => Promise<void>;
}

/** What touches somebody else is done with a reason, which they, or the audit, can read. */
export function ReasonDialog({ act, name, needed, onClose, run }: Props) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { reason: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ reason }) => {
    if (needed && reason.trim().length < 3) return form.setError("reason", { message: t("people.reasonMissing") });
    await run(reason.trim());
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={t(`people.${act}.title`, { name })} sub={t(`people.${act}.text`)} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind={act === "deactivate" ? "danger-fill" : "primary"} type="submit" busy={form.formState.isSubmitting}>{t(`people.${act}.do`)}</Button></>}
    >
      <ErrorSummary form={form} />
      {act === "act" && <Notice tone="warn">{t("people.act.warn")}</Notice>}
      {act !== "signOut" && <TextField form={form} name="reason" optional={!needed} label={t("people.reason")} hint={t(act === "act" ? "people.act.reason" : "people.reasonHint")} />}
    </Dialog>
  );
}
