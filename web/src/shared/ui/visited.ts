import { keep, kept } from "@/shared/preferences/own";

export interface Visit {
  path: string;
  title: string;
}

const KEPT = 6;

/** The newest first, each page once. Pure. */
export function visited(before: readonly Visit[], visit: Visit): Visit[] {
  return [visit, ...before.filter((one) => one.path !== visit.path)].slice(0, KEPT);
}

export function remember(visit: Visit): void {
  keep("visited", visited(recent(), visit));
}

export function recent(): Visit[] {
  const list = kept<Visit[]>("visited");
  return Array.isArray(list) ? list.filter((one) => typeof one?.path === "string" && one.path.startsWith("/") && !one.path.startsWith("//") && typeof one.title === "string") : [];
}
