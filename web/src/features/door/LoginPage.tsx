import { useTranslation } from "@/shared/i18n/i18n";
import { SignInForm } from "@/shared/session/SignInForm";
import { Notice } from "@/shared/ui/Notice";
import { usePage } from "@/shared/ui/page";
import { DoorFrame } from "./Frame";
import { safeNext } from "./next";

export function LoginPage() {
  const { t } = useTranslation();
  const next = new URLSearchParams(location.search).get("next") ?? undefined;
  usePage(t("signIn.title"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("signIn.title")}</h1>
        <p className="muted">{t("signIn.for")}</p>
      </div>
      {next && <Notice tone="info">{t("signIn.first")}</Notice>}
      <SignInForm onDone={() => location.assign(safeNext(next))} />
      <p className="small muted">{t("signIn.noAccount")} <a href="/register">{t("signIn.register")}</a></p>
    </DoorFrame>
  );
}
