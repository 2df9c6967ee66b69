import { lazy, Suspense } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { may, useMe } from "@/shared/session/me";
import { useUrlState } from "@/shared/table/url-state";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { AppearanceTab } from "./AppearanceTab";
import { SecurityTab } from "./SecurityTab";

const KeysTab = lazy(async () => ({ default: (await import("./KeysTab")).KeysTab }));
const ProfileTab = lazy(async () => ({ default: (await import("./ProfileTab")).ProfileTab }));
const OwnPage = lazy(async () => ({ default: (await import("./OwnPage")).OwnPage }));

export function MePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [state] = useUrlState();
  const tabs = ["profile", ...(may(me, "account.security") ? ["security"] : []), "appearance", ...(may(me, "keys.manage_own") ? ["connected"] : [])];
  const tab = tabs.includes(state["tab"] ?? "") ? state["tab"] : tabs[0];
  usePage(t("nav.me"));
  return (
    <>
      <PageHead answer={me.full_name} sub={[me.email, me.institution.name].join(" · ")} />
      <nav className="tabs mb-6" aria-label={t("me.tabs")}>
        {tabs.map((one) => (
          <PlainLink key={one} to="/me" search={{ tab: one }} current={one === tab}>{t(`me.${one}`)}</PlainLink>
        ))}
      </nav>
      <Suspense fallback={<Skeleton />}>
        {tab === "profile" && <div className="stack-6">{may(me, "profile.read") && <ProfileTab />}<OwnPage /></div>}
        {tab === "security" && <SecurityTab />}
        {tab === "appearance" && <AppearanceTab />}
        {tab === "connected" && <KeysTab />}
      </Suspense>
    </>
  );
}
