import { useTranslation } from "@/shared/i18n/i18n";
import { useMe } from "@/shared/session/me";
import { Notice } from "@/shared/ui/Notice";
import { PageHead, usePage } from "@/shared/ui/page";
import { WelcomeCard } from "./WelcomeCard";

/** For people whose screens come with their part of the product: says so instead of showing an empty desk. */
export function OtherHome() {
  const { t } = useTranslation();
  const me = useMe();
  usePage(t("nav.home"));
  return (
    <>
      <PageHead answer={t("other.answer", { name: me.full_name })} sub={me.institution.name} />
      <div className="narrow stack"><WelcomeCard /><Notice tone="info">{t("other.text")}</Notice></div>
    </>
  );
}
