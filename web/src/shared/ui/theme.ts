import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";

const key = "careerdesk.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function choice(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "light" || set === "dark" ? set : "system";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

/** theme.js in the head reads the same key before the first paint. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function useThemeChoice(): Theme {
  return useSyncExternalStore(subscribe, choice);
}

/** What is on the screen now, whoever decided it. */
export function useTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, () => {
    const set = choice();
    return set === "system" ? (system.matches ? "dark" : "light") : set;
  });
}

export function toggleTheme(): void {
  const now = choice() === "system" ? (system.matches ? "dark" : "light") : choice();
  setTheme(now === "dark" ? "light" : "dark");
}
