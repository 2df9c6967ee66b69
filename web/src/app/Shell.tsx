import { Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { Bell, useCounts } from "@/features/notifications/Bell";
import { Running } from "@/features/tasks/Running";
import { later } from "@/shared/i18n/later";
import { useTranslation } from "@/shared/i18n/i18n";
import { listenForKeys } from "@/shared/keys/listen";
import { belongsTo } from "@/shared/preferences/own";
import { startPreferences } from "@/shared/preferences/preferences";
import { useFollow } from "@/shared/preferences/use-follow";
import { isExpired, onExpiry } from "@/shared/session/expiry";
import { useMe, viewOf } from "@/shared/session/me";
import { Brand } from "@/shared/ui/Brand";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { openPanel, usePanel } from "@/shared/ui/panels";
import { PlainLink } from "@/shared/ui/PlainLink";
import { AccountMenu, describe } from "./AccountMenu";
import { Acting } from "./Acting";
import { navigation } from "./navigation";
import { Offline } from "./Offline";
import { PrintHead } from "./PrintHead";
import { TopBar } from "./TopBar";
import { useShellActions } from "./use-shell-actions";

// Weight that most visits never need.
const SessionDialog = later(["signin"], async () => (await import("@/features/identity/SessionDialog")).SessionDialog);
const Palette = later(["palette"], async () => (await import("@/features/palette/Palette")).Palette);
const Tray = later(["notifications"], async () => (await import("@/features/notifications/Tray")).Tray);
const Help = later(["help"], async () => (await import("@/features/help/HelpDialog")).HelpDialog);

const close = () => openPanel(null);

function useCurrent(): (to: string) => boolean {
  const path = useRouterState({ select: (state) => state.location.pathname });
  // The applicants of one job belong to "Applicants", although their address stands under the job.
  const place = path.endsWith("/applicants") ? "/applications" : path;
  return (to) => (to === "/" ? place === "/" : place === to || place.startsWith(`${to}/`));
}

function Panels() {
  const panel = usePanel();
  if (!panel) return null;
  return (
    <Suspense>
      {panel.name === "palette" && <Palette text={panel.text} onClose={close} />}
      {panel.name === "notices" && <Tray onClose={close} />}
      {panel.name === "help" && <Help onClose={close} />}
    </Suspense>
  );
}

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const items = useMemo(() => navigation(me), [me]);
  const current = useCurrent();
  const expired = useSyncExternalStore(onExpiry, isExpired);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const main = useRef<HTMLElement>(null);
  const last = useRef<string | undefined>(undefined);
  const counts = useCounts(items.map((item) => item.to));
  const fits = items.length <= 5;
  const bar = fits ? items : items.slice(0, 4);
  const rest = fits ? [] : items.slice(4);
  useShellActions(me, items);
  useFollow();

  useEffect(() => {
    belongsTo(me.id);
    void startPreferences();
  }, [me.id]);
  useEffect(() => listenForKeys(() => openPanel({ name: "palette" })), []);

  // A new page starts at its beginning for those who do not see it change.
  useEffect(() => {
    // Not the first one: the document itself is new then, and the focus would cost a layout before anything is seen.
    if (last.current !== undefined && path !== last.current) main.current?.focus({ preventScroll: true });
    last.current = path;
  }, [path]);

  const count = (to: string) => {
    const n = counts[to];
    return n ? <span className="count count-you"><span aria-hidden="true">{n}</span><span className="vh">{t("shell.unread", { count: n })}</span></span> : null;
  };

  return (
    <>
      <a className="skip" href="#main">{t("shell.skip")}</a>
      <div className="app">
        <aside className="side" aria-label={t("shell.side")}>
          <PlainLink to="/" className="brand"><Brand name={me.institution.name} /></PlainLink>
          <nav aria-label={t("shell.main")}>
            <ul className="nav">
              {items.map((item) => (
                <li key={item.to}><PlainLink to={item.to} current={current(item.to)}><Icon name={item.icon} />{t(`nav.${item.key}`)}{count(item.to)}</PlainLink></li>
              ))}
            </ul>
          </nav>
          <div className="side-foot stack-2">
            <button type="button" className="side-help" aria-haspopup="dialog" onClick={() => openPanel({ name: "help" })}><Icon name="circle-help" />{t("shell.help")}<kbd className="kbd">?</kbd></button>
            <div className="row">
              <Mono name={me.full_name} id={me.id} src={me.avatar_url} size="sm" round />
              <span className="grow small side-who"><b className="strong clip">{me.full_name}</b><span className="faint xs clip">{describe(t, me)}</span></span>
              <AccountMenu more={[]} />
            </div>
          </div>
        </aside>
        <div className="content">
          <TopBar more={rest} bell={<>{viewOf(me) === "office" && <Running />}<Bell /></>} />
          <main className="main" id="main" tabIndex={-1} ref={main}>
            <PrintHead />
            <Acting />
            <Offline />
            <Outlet />
          </main>
        </div>
        <nav className="bottomnav" aria-label={t("shell.main")} style={{ gridTemplateColumns: `repeat(${bar.length + (rest.length ? 1 : 0)}, 1fr)` }}>
          {bar.map((item) => (
            <PlainLink key={item.to} to={item.to} current={current(item.to)}><span className="bottomnav-icon"><Icon name={item.icon} />{count(item.to)}</span>{t(`nav.${item.key}`)}</PlainLink>
          ))}
          {rest.length > 0 && <AccountMenu more={rest} tab />}
        </nav>
      </div>
      <Panels />
      {expired && <Suspense><SessionDialog /></Suspense>}
    </>
  );
}
