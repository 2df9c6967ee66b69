import { usePlainForm } from "@/shared/form/plain";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { client, read } from "@/shared/http/http";

type Values = {
  email: string;
  password: string;
}

/** Used by the page and, when a session ends under somebody's hands, by the dialog over their work. */
export function SignInForm({ email = "", onDone, submitLabel }: { email?: string; onDone: () => Promise<void> | void; submitLabel?: string }) {
  const { t } = useTranslation();
  const form = usePlainForm<Values>({ defaultValues: { email, password: "" } });
  const submit = useSubmit(form, async (values) => {
    if (!values.email || !values.password) {
      if (!values.email) form.setError("email", { message: t("signIn.emailMissing") });
      if (!values.password) form.setError("password", { message: t("signIn.passwordMissing") });
      return;
    }
    await read(client.POST("/api/v1/auth/login", { body: { email: values.email.trim(), password: values.password } }));
    await onDone();
  });
  return (
    <form className="stack-6" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary form={form} />
      <TextField form={form} name="email" type="email" autoComplete="username" label={t("signIn.email")} autoFocus={!email} />
      <TextField form={form} name="password" type="password" autoComplete="current-password" label={t("signIn.password")} autoFocus={!!email} />
      <Button kind="primary" block type="submit" busy={form.formState.isSubmitting}>{submitLabel ?? t("signIn.submit")}</Button>
    </form>
  );
}
