import { useState } from "react";
import { usePlainForm } from "@/shared/form/plain";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { CodeForm } from "@/shared/session/CodeForm";
import { atDoor } from "@/shared/session/house";
import { type CodeSent, houseWays, verifyCode } from "@/shared/session/ways";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { usePage } from "@/shared/ui/page";
import { DoorFrame } from "./Frame";
import { useOnce } from "./once";
import { register } from "./queries";

type Values = {
  full_name: string;
  email: string;
  branch: string;
  password: string;
}

export function RegisterPage() {
  const { t } = useTranslation();
  const { data: house } = useOnce(houseWays);
  const [sent, setSent] = useState<{ email: string; sent: CodeSent } | null>(null);
  const form = usePlainForm<Values>({ defaultValues: { full_name: "", email: "", branch: "", password: "" } });
  // Until it is known otherwise: the page is there to be filled in, not to wait.
  const open = house?.registration !== false;
  usePage(t("register.title"));

  const submit = useSubmit(form, async (values) => {
    let complete = true;
    for (const name of ["full_name", "email", "branch", "password"] as const) {
      if (values[name].trim()) continue;
      form.setError(name, { message: t(`register.missing.${name}`) });
      complete = false;
    }
    if (!complete) return;
    const email = values.email.trim();
    const answer = await register({
      email, password: values.password, full_name: values.full_name.trim(), branch: values.branch.trim(),
      role: "STUDENT",
    });
    if ("access_token" in answer) return location.assign("/welcome");
    setSent({ email, sent: answer });
  });

  return (
    <DoorFrame>
      <div>
        <h1>{t(sent ? "verify.register" : "register.title")}</h1>
        {!sent && open && <p className="muted">{t("register.hint")}</p>}
      </div>
      {sent ? (
        <CodeForm
          email={sent.email}
          masked={sent.email}
          module="register"
          sent={sent.sent}
          submitLabel={t("verify.confirm")}
          onCode={async (code) => {
            await verifyCode({ email: sent.email, code, module: "register" });
            location.assign("/welcome");
          }}
        />
      ) : !open ? <Notice tone="plain" icon="lock">{t("register.closed")}</Notice> : (
        <form className="stack-6" noValidate onSubmit={(event) => void submit(event)}>
          <ErrorSummary form={form} />
          <TextField form={form} name="full_name" autoComplete="name" label={t("field.full_name")} />
          <TextField form={form} name="email" type="email" autoComplete="username" label={t("register.email")} hint={t("register.emailHint")} />
          <TextField form={form} name="branch" label={t("field.branch")} hint={t("register.branchHint")} />
          <TextField form={form} name="password" type="password" autoComplete="new-password" label={t("register.password")} hint={t("register.passwordHint")} />
          <Button kind="primary" block type="submit" busy={form.formState.isSubmitting}>{t("register.submit")}</Button>
        </form>
      )}
      <p className="small muted">{t("register.have")} <a href={atDoor("/login")}>{t("signIn.title")}</a></p>
    </DoorFrame>
  );
}
