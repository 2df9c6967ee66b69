import { useSyncExternalStore } from "react";
import { client, read, type Schemas } from "@/shared/http/http";
import { changeLanguage, type Language, languages } from "@/shared/i18n/i18n";
import { setTheme } from "@/shared/ui/theme";
import { keep, kept } from "./own";

export type ListName = "students" | "applicants" | "jobs" | "applications" | "companies" | "people" | "audit";

export interface Preferences {
  /** Single keys as shortcuts; somebody who speaks to the computer wants them off. */
  single_keys: boolean;
  density: "compact" | "comfortable";
  /** The columns a list shows; a list that is not named shows its own. */
  columns: Partial<Record<ListName, string[]>>;
  /** First steps that are settled. */
  welcome: string[];
  /** The account has said so; until then these are what this browser remembers. */
  known: boolean;
}

export type Change = Omit<Partial<Preferences>, "columns" | "known"> & { columns?: Partial<Record<ListName, string[] | null>>; theme?: Schemas["Preferences"]["theme"]; language?: Language };

const standard: Preferences = { single_keys: true, density: "comfortable", columns: {}, welcome: [], known: false };
/** How often something was preferred here: an answer that was on its way meanwhile is old. */
let changes = 0;
let now: Preferences = { ...standard, ...kept<Partial<Preferences>>("preferences") };
const listeners = new Set<() => void>();

function set(next: Preferences): void {
  now = next;
  keep("preferences", next);
  for (const listener of listeners) listener();
}

export function preferences(): Preferences {
  return now;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, preferences);
}

/** `change` laid over what holds; `null` gives a list its own columns back. */
export function merged(before: Preferences, { columns, ...rest }: Change): Preferences {
  const lists = { ...before.columns, ...columns };
  const { single_keys = before.single_keys, density = before.density, welcome = before.welcome } = rest;
  return { single_keys, density, welcome, known: before.known, columns: Object.fromEntries(Object.entries(lists).filter(([, keys]) => keys)) as Preferences["columns"] };
}

/** Sends what could not be sent before, together with this. */
async function send(change: Change): Promise<void> {
  const waiting = kept<Change>("preferences-unsent");
  const body = { ...waiting, ...change, ...((waiting?.columns ?? change.columns) && { columns: { ...waiting?.columns, ...change.columns } }) };
  keep("preferences-unsent", body);
  try {
    await read(client.PATCH("/api/v1/users/me/preferences", { body: body as Schemas["PreferencesPatch"] }));
    keep("preferences-unsent", null);
  } catch {
    // Here it holds already; the next change, or the next visit, takes it along.
  }
}

/** Holds here at once; the account learns of it, so that other devices do the same. */
export function prefer(change: Change): void {
  changes += 1;
  set(merged(now, change));
  void send(change);
}

/** One of the first steps is settled. */
export function settle(step: string): void {
  if (!now.welcome.includes(step)) prefer({ welcome: [...now.welcome, step] });
}

const chosenHere = (key: string) => {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
};

/** What the account says. Theme and language only where this device has no choice of its own: nothing on the screen jumps. */
export async function startPreferences(): Promise<void> {
  if (kept("preferences-unsent")) await send({});
  const before = changes;
  try {
    const { language, theme, single_keys, density, columns, welcome } = await read(client.GET("/api/v1/users/me/preferences"));
    if (changes !== before) return await startPreferences();
    set({ single_keys, density, columns: columns ?? {}, welcome: welcome ?? [], known: true });
    if (theme !== "system" && !chosenHere("careerdesk.theme")) setTheme(theme);
    if (language && language in languages && !chosenHere("careerdesk.lang")) await changeLanguage(language);
  } catch {
    // What this browser remembers goes on to hold.
  }
}
