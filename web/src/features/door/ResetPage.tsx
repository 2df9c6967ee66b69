import { useState } from "react";
import { TextField } from "@/shared/form/Field";
import { useTranslation } from "@/shared/i18n/i18n";
import { CodeForm } from "@/shared/session/CodeForm";
import { EmailForm } from "@/shared/session/EmailForm";
import { atDoor } from "@/shared/session/house";
import { type CodeSent, forgetPassword, justSent, resetPassword, waysFor } from "@/shared/session/ways";
import { usePage } from "@/shared/ui/page";
import { DoorFrame } from "./Frame";

/** A new password by a code. The same words whether the address is known or not. */
export function ResetPage({ email: known = "", code = "" }: { email?: string; code?: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ email: string; masked: string; sent: CodeSent } | null>(() => (known ? { email: known, masked: known, sent: justSent("forgetpassword") } : null));
  usePage(t("reset.title"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("reset.title")}</h1>
        <p className="muted">{t(asked ? "reset.choose" : "reset.hint")}</p>
      </div>
      {asked ? (
        <CodeForm
          {...asked}
          code={code}
          module="forgetpassword"
          submitLabel={t("reset.submit")}
          onCode={async (code, { new_password }, form) => {
            if (!new_password) return form.setError("new_password", { message: t("reset.missing") });
            await resetPassword({ email: asked.email, code, new_password });
            location.assign(atDoor("/login?reset=1"));
          }}
          more={(form) => <TextField form={form} name="new_password" type="password" autoComplete="new-password" label={t("reset.password")} hint={t("register.passwordHint")} />}
        />
      ) : (
        <EmailForm
          email={decodeURIComponent(location.hash.slice(1))}
          submitLabel={t("reset.send")}
          onEmail={async (email) => {
            const ways = await waysFor(email);
            setAsked({ email, masked: ways.masked ?? email, sent: await forgetPassword(email) });
          }}
        />
      )}
      <p className="small muted"><a href={atDoor("/login")}>{t("reset.back")}</a></p>
    </DoorFrame>
  );
}
