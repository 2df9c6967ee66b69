import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { usePlainForm } from "@/shared/form/plain";
import { useSubmit } from "@/shared/form/submit";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";

/** The one question that everybody is asked first. */
export function EmailForm({ email = "", prominent = true, submitLabel, onEmail }: { email?: string; prominent?: boolean; submitLabel?: string; onEmail: (email: string) => Promise<void> }) {
  const { t } = useTranslation();
  const form = usePlainForm({ defaultValues: { email } });
  const submit = useSubmit(form, async (values) => {
    const given = values.email.trim();
    if (!/^\S+@\S+$/u.test(given)) return form.setError("email", { message: t(given ? "signIn.emailWrong" : "signIn.emailMissing") });
    await onEmail(given);
  });
  return (
    <form className="stack-6" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary form={form} />
      <TextField form={form} name="email" type="email" autoComplete="username webauthn" label={t("signIn.email")} autoFocus />
      <Button kind={prominent ? "primary" : "normal"} block type="submit" busy={form.formState.isSubmitting}>{submitLabel ?? t("signIn.continue")}</Button>
    </form>
  );
}
