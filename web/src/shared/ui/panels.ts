import { useSyncExternalStore } from "react";

/** What lies over the page and may be opened from anywhere. */
export type Panel = { name: "palette"; text?: string } | { name: "help" } | { name: "notices" };

let open: Panel | null = null;
const listeners = new Set<() => void>();

export function openPanel(panel: Panel | null): void {
  open = panel;
  for (const listener of listeners) listener();
}

export function usePanel(): Panel | null {
  return useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => open);
}
