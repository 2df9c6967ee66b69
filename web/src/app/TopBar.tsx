import { Fragment, type ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Brand } from "@/shared/ui/Brand";
import { Button } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { useCurrentPage } from "@/shared/ui/page";
import { openPanel } from "@/shared/ui/panels";
import { PlainLink } from "@/shared/ui/PlainLink";
import { toggleTheme, useTheme } from "@/shared/ui/theme";
import { AccountMenu } from "./AccountMenu";
import type { NavItem } from "./navigation";

const apple = /mac|iphone|ipad/iu.test(navigator.userAgent);
const find = () => openPanel({ name: "palette" });

export function TopBar({ more, bell }: { more: NavItem[]; bell: ReactNode }) {
  const { t } = useTranslation();
  const { title, parents } = useCurrentPage();
  const theme = useTheme();
  const parent = parents.at(-1);
  return (
    <header className="topbar">
      {parent ? (
        <PlainLink to={parent.to} className="only-narrow topbar-mark" aria-label={t("shell.back", { to: parent.label })}><Icon name="arrow-left" size={20} /></PlainLink>
      ) : (
        <PlainLink to="/" className="only-narrow topbar-mark" aria-label={t("shell.home")}><Brand bare /></PlainLink>
      )}
      <nav className="title clip" aria-label={t("shell.path")}>
        {parents.map((one) => (
          <Fragment key={one.to}><PlainLink to={one.to} className="plain only-wide clip">{one.label}</PlainLink><span className="faint only-wide" aria-hidden="true">/</span></Fragment>
        ))}
        {parent && <span className="clip only-narrow" aria-hidden="true">{parent.label}</span>}
        <span className={parent ? "clip only-wide" : "clip"} aria-current="page">{title}</span>
      </nav>
      <button type="button" className="searchbox only-wide-flex" aria-haspopup="dialog" aria-keyshortcuts="Control+K Meta+K" onClick={find}>
        <Icon name="search" size={16} />{t("shell.search")}<kbd className="kbd">{apple ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      <span className="only-narrow"><Button kind="quiet" iconOnly icon="search" aria-haspopup="dialog" aria-label={t("shell.search")} onClick={find} /></span>
      {bell}
      <Button kind="quiet" iconOnly className="only-wide-flex" icon={theme === "dark" ? "sun" : "moon"} aria-label={t("shell.switchTheme")} onClick={toggleTheme} />
      <span className="only-narrow"><AccountMenu more={more} compact /></span>
    </header>
  );
}
