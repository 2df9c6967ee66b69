/** What fits the typed words, best first. Pure. */

export interface Entry {
  id: string;
  label: string;
  sub?: string | undefined;
}

/** Without accents, nukta and case: what was typed in a hurry still finds. */
export function plain(text: string): string {
  return text.normalize("NFKD").replaceAll(/[\u0300-\u036f\u093c\u200c\u200d]/gu, "").toLowerCase().trim();
}

/** 3: begins with it, 2: a word begins with it, 1: all its words occur somewhere, 0: no. */
export function fit(label: string, typed: string): number {
  const text = plain(label);
  const sought = plain(typed);
  if (sought === "" || text.startsWith(sought)) return 3;
  if (text.split(/[\s,.:/()-]+/u).some((word) => word.startsWith(sought))) return 2;
  return sought.split(/\s+/u).every((word) => text.includes(word)) ? 1 : 0;
}

export function ranked<E extends Entry>(entries: readonly E[], typed: string): E[] {
  return entries
    .map((entry, index) => ({ entry, index, points: Math.max(fit(entry.label, typed), entry.sub ? fit(entry.sub, typed) - 1 : 0) }))
    .filter((one) => one.points > 0)
    .sort((a, b) => b.points - a.points || a.index - b.index)
    .map((one) => one.entry);
}

export type Scope = "all" | "actions" | "people" | "jobs";
const prefixes: Record<string, Scope> = { ">": "actions", "@": "people", "#": "jobs" };

/** "> dark" is the action "dark"; without a sign everything is searched. */
export function scopeOf(text: string): { scope: Scope; typed: string } {
  const scope = prefixes[text.trimStart().charAt(0)];
  return scope ? { scope, typed: text.trimStart().slice(1).trim() } : { scope: "all", typed: text.trim() };
}
