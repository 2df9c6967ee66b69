import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { signOut } from "@/features/identity/queries";
import { changeLanguage, type Language, languages, useTranslation } from "@/shared/i18n/i18n";
import { type Action, useActions } from "@/shared/keys/actions";
import { may, type Me, viewOf } from "@/shared/session/me";
import { openPanel } from "@/shared/ui/panels";
import { setTheme, useTheme } from "@/shared/ui/theme";
import { undoLast } from "@/shared/ui/toast";
import type { NavItem } from "./navigation";

const letters: Record<string, string> = {
  home: "h", jobs: "j", applications: "a", applicants: "a", candidates: "a", students: "s", companies: "c", people: "p", audit: "u", me: "m", notifications: "n", tasks: "t",
};

/** The search of this page, or the palette where it has none. */
function search(): void {
  const field = [...document.querySelectorAll<HTMLInputElement>("main input[type=search]")].find((one) => one.offsetParent !== null);
  if (field) {
    field.focus();
    field.select();
  } else openPanel({ name: "palette" });
}

/** What can be done on every page. */
export function useShellActions(me: Me, items: NavItem[]): void {
  const { t, language } = useTranslation();
  const navigate = useNavigate();
  const theme = useTheme();
  const list = useMemo<Action[]>(() => {
    const also: NavItem[] = [
      ...(items.some((item) => item.key === "me") ? [] : [{ to: "/me", key: "me", icon: "user" } as const]),
      { to: "/notifications", key: "notifications", icon: "bell" },
      ...(may(me, "tasks.read") && viewOf(me) === "office" ? [{ to: "/tasks", key: "tasks", icon: "hourglass" } as const] : []),
      ...(may(me, "institution.read") ? [{ to: "/settings", key: "settings", icon: "sliders-horizontal" } as const] : []),
    ];
    const places = [...items, ...also].map((item): Action => ({
      id: `go-${item.key}`, group: "go", label: item.key === "me" ? t("me.account") : t(`nav.${item.key}`), icon: item.icon,
      ...(letters[item.key] && { keys: `g ${letters[item.key]}` }), run: () => void navigate({ to: item.to }),
    }));
    const other = theme === "dark" ? "light" : "dark";
    const tongues = (Object.keys(languages) as Language[]).filter((one) => one !== language)
      .map((one): Action => ({ id: `language-${one}`, label: t("shell.speak", { language: languages[one] }), icon: "languages", run: () => void changeLanguage(one) }));
    return [
      ...places,
      { id: "search", label: t("shell.searchHere"), icon: "search", keys: "/", quiet: true, run: search },
      { id: "theme", label: t(`shell.switchTo.${other}`), icon: other === "dark" ? "moon" : "sun", run: () => setTheme(other) },
      { id: "theme-system", label: t("shell.switchTo.system"), icon: "monitor", run: () => setTheme("system") },
      ...tongues,
      { id: "notices", label: t("shell.notices"), icon: "bell", run: () => openPanel({ name: "notices" }) },
      { id: "help", label: t("shell.help"), icon: "circle-help", keys: "?", run: () => openPanel({ name: "help" }) },
      { id: "undo", label: t("shell.undo"), icon: "undo-2", keys: "u", quiet: true, run: undoLast },
      { id: "sign-out", label: t("shell.signOut"), icon: "log-out", run: () => void signOut() },
    ];
  }, [me, items, t, language, theme, navigate]);
  useActions(list);
}
