import { useTranslation } from "@/shared/i18n/i18n";
import { settle, usePreferences } from "@/shared/preferences/preferences";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";
import { PlainLink } from "@/shared/ui/PlainLink";

/** On the home page until the first steps are done, or put aside. */
export function WelcomeCard() {
  const { t } = useTranslation();
  const { welcome, known } = usePreferences();
  if (!known || welcome.includes("done")) return null;
  return (
    <Notice tone="plain" icon="list-checks" action={<span className="row"><PlainLink to="/welcome" className={buttonClass({ small: true })}>{t("home.welcomeGo")}</PlainLink><Button small kind="quiet" onClick={() => settle("done")}>{t("home.welcomeHide")}</Button></span>}>
      {t("home.welcome")}
    </Notice>
  );
}
