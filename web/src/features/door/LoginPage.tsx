import { useTranslation } from "@/shared/i18n/i18n";
import { atDoor } from "@/shared/session/house";
import { SignIn } from "@/shared/session/SignIn";
import { houseWays } from "@/shared/session/ways";
import { Notice } from "@/shared/ui/Notice";
import { usePage } from "@/shared/ui/page";
import { DoorFrame } from "./Frame";
import { safeNext } from "./next";
import { useOnce } from "./once";

/** Why a provider's answer did not lead in: words for the codes that the server sends back with the browser. */
const refused = ["denied", "state", "unknown", "unavailable", "response_invalid", "email_missing", "email_unverified", "other_institution", "other_person", "no_account", "no_role", "inactive"];

export function LoginPage() {
  const { t } = useTranslation();
  const { data: house } = useOnce(houseWays);
  const asked = new URLSearchParams(location.search);
  const next = asked.get("next") ?? undefined;
  const error = asked.get("sso_error");
  const why = refused.find((one) => `sso_${one}` === error) ?? "other";
  usePage(t("signIn.title"));
  return (
    <DoorFrame>
      <div>
        <h1>{t("signIn.title")}</h1>
        <p className="muted">{t("signIn.for")}</p>
      </div>
      {error && <Notice tone="bad" role="alert">{t(`sso.${why}`)}</Notice>}
      {next && !error && <Notice tone="info">{t("signIn.first")}</Notice>}
      {asked.has("reset") && <Notice tone="ok" role="status">{t("reset.done")}</Notice>}
      <SignIn next={safeNext(next)} onDone={() => location.assign(safeNext(next))} />
      {house?.registration && <p className="small muted">{t("signIn.noAccount")} <a href={atDoor("/register")}>{t("signIn.register")}</a></p>}
    </DoorFrame>
  );
}
