import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { usePlainForm } from "@/shared/form/plain";
import { useSubmit } from "@/shared/form/submit";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { type CodeSent, signIn } from "./ways";

interface Props {
  email: string;
  submitLabel: string;
  onCode: (sent: CodeSent) => void;
  onDone: () => Promise<void> | void;
}

export function PasswordForm({ email, submitLabel, onCode, onDone }: Props) {
  const { t } = useTranslation();
  const form = usePlainForm({ defaultValues: { password: "" } });
  const submit = useSubmit(form, async (values) => {
    if (!values.password) return form.setError("password", { message: t("signIn.passwordMissing") });
    const sent = await signIn(email, values.password);
    if (sent) return onCode(sent);
    await onDone();
  });
  return (
    <form className="stack-6" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary form={form} />
      {/* So that the password is kept under its name. */}
      <input className="vh" type="email" name="username" autoComplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
      <TextField form={form} name="password" type="password" autoComplete="current-password" label={t("signIn.password")} autoFocus />
      <Button kind="primary" block type="submit" busy={form.formState.isSubmitting}>{submitLabel}</Button>
    </form>
  );
}
