import { lazy, Suspense } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { may, useMe } from "@/shared/session/me";
import { useUrlState } from "@/shared/table/url-state";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { InstitutionTab } from "./InstitutionTab";

const SignInTab = lazy(async () => ({ default: (await import("./SignInTab")).SignInTab }));
const FeaturesTab = lazy(async () => ({ default: (await import("./FeaturesTab")).FeaturesTab }));
const AllKeysTab = lazy(async () => ({ default: (await import("./AllKeysTab")).AllKeysTab }));

/** What holds for the whole institution, and who decides it. */
export function SettingsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const [state] = useUrlState();
  const tabs = ["institution", "signIn", "features", ...(may(me, "keys.manage") ? ["keys"] : [])];
  const tab = tabs.includes(state["tab"] ?? "") ? state["tab"] : tabs[0];
  usePage(t("settings.title"));
  return (
    <>
      <PageHead answer={t("settings.title")} sub={me.institution.name} />
      <nav className="tabs mb-6" aria-label={t("settings.title")}>
        {tabs.map((one) => <PlainLink key={one} to="/settings" search={{ tab: one }} current={one === tab}>{t(`settings.tab.${one}`)}</PlainLink>)}
      </nav>
      <Suspense fallback={<Skeleton rows={5} />}>
        {tab === "institution" && <InstitutionTab />}
        {tab === "signIn" && <SignInTab />}
        {tab === "features" && <FeaturesTab />}
        {tab === "keys" && <AllKeysTab />}
      </Suspense>
    </>
  );
}
