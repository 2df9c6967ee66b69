import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { isExpired, onExpiry } from "@/shared/session/expiry";
import { useMe } from "@/shared/session/me";
import { Brand } from "@/shared/ui/Brand";
import { Button } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { useCurrentPage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { AccountMenu, describe } from "./AccountMenu";
import { navigation, type NavItem } from "./navigation";
import { Offline } from "./Offline";
import { toggleTheme, useTheme } from "@/shared/ui/theme";

// Its form is weight that most visits never need.
const SessionDialog = lazy(async () => ({ default: (await import("@/features/identity/SessionDialog")).SessionDialog }));

function useCurrent(): (to: string) => boolean {
  const path = useRouterState({ select: (state) => state.location.pathname });
  // The applicants of one job belong to "Applicants", although their address stands under the job.
  const place = path.endsWith("/applicants") ? "/applications" : path;
  return (to) => (to === "/" ? place === "/" : place === to || place.startsWith(`${to}/`));
}

function TopBar({ more }: { more: NavItem[] }) {
  const { t } = useTranslation();
  const { title, parent } = useCurrentPage();
  const theme = useTheme();
  return (
    <header className="topbar">
      {parent ? (
        <PlainLink to={parent.to} className="only-narrow topbar-mark" aria-label={t("shell.back", { to: parent.label })}><Icon name="arrow-left" size={20} /></PlainLink>
      ) : (
        <PlainLink to="/" className="only-narrow topbar-mark" aria-label={t("shell.home")}><Brand bare /></PlainLink>
      )}
      <span className="title clip">
        {parent && <><PlainLink to={parent.to} className="plain only-wide">{parent.label}</PlainLink><span className="faint only-wide" aria-hidden="true">/</span></>}
        <span className="clip">{title}</span>
      </span>
      <Button kind="quiet" iconOnly className="only-wide-flex" icon={theme === "dark" ? "sun" : "moon"} aria-label={t("shell.switchTheme")} onClick={toggleTheme} />
      <span className="only-narrow"><AccountMenu more={more} compact /></span>
    </header>
  );
}

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const items = navigation(me);
  const current = useCurrent();
  const expired = useSyncExternalStore(onExpiry, isExpired);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const fits = items.length <= 5;
  const bar = fits ? items : items.slice(0, 4);
  const rest = fits ? [] : items.slice(4);

  // A new page starts at its beginning for those who do not see it change.
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <>
      <a className="skip" href="#main">{t("shell.skip")}</a>
      <div className="app">
        <aside className="side" aria-label={t("shell.side")}>
          <PlainLink to="/" className="brand"><Brand name={me.institution.name} /></PlainLink>
          <nav aria-label={t("shell.main")}>
            <ul className="nav">
              {items.map((item) => (
                <li key={item.to}><PlainLink to={item.to} current={current(item.to)}><Icon name={item.icon} />{t(`nav.${item.key}`)}</PlainLink></li>
              ))}
            </ul>
          </nav>
          <div className="row side-foot">
            <Mono name={me.full_name} id={me.id} size="sm" round />
            <span className="grow small side-who"><b className="strong clip">{me.full_name}</b><span className="faint xs clip">{describe(t, me)}</span></span>
            <AccountMenu more={[]} />
          </div>
        </aside>
        <div className="content">
          <TopBar more={rest} />
          <main className="main" id="main" tabIndex={-1} ref={main}>
            <Offline />
            <Outlet />
          </main>
        </div>
        <nav className="bottomnav" aria-label={t("shell.main")} style={{ gridTemplateColumns: `repeat(${bar.length + (rest.length ? 1 : 0)}, 1fr)` }}>
          {bar.map((item) => (
            <PlainLink key={item.to} to={item.to} current={current(item.to)}><Icon name={item.icon} />{t(`nav.${item.key}`)}</PlainLink>
          ))}
          {rest.length > 0 && <AccountMenu more={rest} tab />}
        </nav>
      </div>
      {expired && <Suspense><SessionDialog /></Suspense>}
    </>
  );
}
