import { useEffect } from "react";
import type { Application } from "./types";

interface Keys {
  rows: Application[];
  openId: string | undefined;
  show: (id: string | undefined) => void;
  toggle: (id: string) => void;
}

/** J and K walk the rows, X ticks the open one. Never while typing, never inside a dialog. */
export function useRowKeys({ rows, openId, show, toggle }: Keys): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !openId) return;
      const target = event.target as HTMLElement;
      if (target.closest("input:not([type=checkbox]), textarea, select, dialog, [role=menu], [contenteditable]")) return;
      const at = rows.findIndex((row) => row.id === openId);
      const key = event.key.toLowerCase();
      if (key === "j") show(rows[at + 1]?.id);
      else if (key === "k") show(rows[at - 1]?.id);
      else if (key === "x") toggle(openId);
      else return;
      event.preventDefault();
      const next = key === "j" ? at + 1 : key === "k" ? at - 1 : at;
      document.querySelector(`[data-row="${rows[next]?.id}"]`)?.scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [rows, openId, show, toggle]);
}
