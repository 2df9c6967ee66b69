import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { CodeForm } from "@/shared/session/CodeForm";
import { atDoor } from "@/shared/session/house";
import { justSent, verifyCode } from "@/shared/session/ways";
import { Notice } from "@/shared/ui/Notice";
import { usePage } from "@/shared/ui/page";
import { DoorFrame } from "./Frame";
import { ResetPage } from "./ResetPage";

/** Where the link in a code's mail leads. The code is filled in and nothing is sent: mail scanners open links too. */
export function VerifyPage() {
  const { t } = useTranslation();
  // Behind the #, so that it reaches no server log and no referrer; and out of the address bar at once.
  const [given] = useState(() => {
    const found = new URLSearchParams(location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search);
    return found;
  });
  const email = given.get("email");
  const module = given.get("module") === "register" ? "register" : "login";
  usePage(t("verify.title"));
  if (email && given.get("module") === "forgetpassword") return <ResetPage email={email} code={given.get("code") ?? ""} />;
  return (
    <DoorFrame>
      <h1>{t(`verify.${module}`)}</h1>
      {email ? (
        <CodeForm
          email={email}
          masked={email}
          module={module}
          code={given.get("code") ?? ""}
          sent={justSent(module)}
          submitLabel={t(module === "register" ? "verify.confirm" : "signIn.submit")}
          remember={module === "login"}
          onCode={async (code, values) => {
            await verifyCode({ email, code, module, remember: module === "login" && values.remember === "yes" });
            location.assign(module === "register" ? "/welcome" : "/");
          }}
        />
      ) : <Notice tone="warn">{t("verify.nothing")}</Notice>}
      <p className="small muted"><a href={atDoor("/login")}>{t("reset.back")}</a></p>
    </DoorFrame>
  );
}
