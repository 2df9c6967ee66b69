import { useNavigate } from "@tanstack/react-router";
import { signOut } from "@/features/identity/queries";
import { changeLanguage, type Language, languages, useTranslation } from "@/shared/i18n/i18n";
import { may, type Me, useMe, viewOf } from "@/shared/session/me";
import { Icon } from "@/shared/ui/Icon";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Mono } from "@/shared/ui/Mono";
import { setTheme, type Theme, useThemeChoice } from "@/shared/ui/theme";
import type { IconName } from "@/shared/ui/icons";
import type { NavItem } from "./navigation";

export function describe(t: (key: string) => string, me: Me): string {
  if (me.student) return [me.student.branch, me.student.graduation_year].filter(Boolean).join(", ") || t("role.STUDENT");
  if (me.company) return me.company.name;
  return me.role ? t(`role.${me.role}`) : "";
}

const themeIcons: Record<Theme, IconName> = { light: "sun", dark: "moon", system: "monitor" };

/** One menu in three places: foot of the sidebar, top bar on phones, and "More" in the bottom bar. */
export function AccountMenu({ more, compact, tab }: { more: NavItem[]; compact?: boolean; tab?: boolean }) {
  const { t, language } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const theme = useThemeChoice();

  const pages: MenuItem[] = more.map((item) => ({ key: item.to, label: t(`nav.${item.key}`), icon: item.icon, onSelect: () => void navigate({ to: item.to }) }));
  const mine: MenuItem[] = [{ key: "me", label: viewOf(me) === "student" ? t("me.profile") : t("me.account"), icon: "user", onSelect: () => void navigate({ to: "/me" }) },
    ...(may(me, "institution.read") ? [{ key: "settings", label: t("nav.settings"), icon: "sliders-horizontal" as const, onSelect: () => void navigate({ to: "/settings" }) }] : [])];
  const themes: MenuItem[] = (["light", "dark", "system"] as const).map((one) => ({
    key: one, label: t(`theme.${one}`), icon: themeIcons[one], checked: theme === one, onSelect: () => setTheme(one),
  }));
  const tongues: MenuItem[] = (Object.keys(languages) as Language[]).map((one) => ({
    key: one, label: <span lang={one}>{languages[one]}</span>, icon: "languages", checked: language === one, onSelect: () => void changeLanguage(one),
  }));
  const groups = [pages, mine, themes, tongues, [{ key: "out", label: t("shell.signOut"), icon: "log-out" as const, onSelect: () => void signOut() }]];

  const trigger = tab
    ? <button type="button" className="bottomnav-more"><Icon name="ellipsis" />{t("nav.more")}</button>
    : compact
      ? <button type="button" className="btn btn-quiet btn-icon" aria-label={t("shell.account")}><Mono name={me.full_name} id={me.id} src={me.avatar_url} size="sm" round /></button>
      : <button type="button" className="more" aria-label={t("shell.account")}><Icon name="chevron-up" size={16} /></button>;
  return <Menu trigger={trigger} label={me.email} groups={groups} side={compact ? "bottom" : "top"} />;
}
