import { useRef } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useActions } from "@/shared/keys/actions";
import type { Selection } from "@/shared/table/selection";

interface Walk {
  ids: string[];
  openId: string | undefined;
  show: (id: string) => void;
  /** Past the first or the last row: the page before or after, if there is one. */
  turn: (by: 1 | -1) => void;
  selection: Selection;
}

/** J and K walk the open row, as the brackets do; X ticks it, with Shift all from the last one ticked. */
export function useRowWalk({ ids, openId, show, turn, selection }: Walk): (by: 1 | -1) => void {
  const { t } = useTranslation();
  const last = useRef<string | null>(null);
  const at = openId === undefined ? -1 : ids.indexOf(openId);
  const walk = (by: 1 | -1) => {
    const next = ids[at + by];
    if (next === undefined) return turn(by);
    show(next);
    document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: "nearest" });
  };
  const tick = (range: boolean) => {
    if (openId === undefined) return;
    const from = range && last.current ? ids.indexOf(last.current) : -1;
    if (from >= 0) selection.page(ids.slice(Math.min(from, at), Math.max(from, at) + 1), true);
    else selection.toggle(openId);
    last.current = openId;
  };
  useActions(openId === undefined ? [] : [
    { id: "row-next", label: t("table.keys.next"), keys: "j", quiet: true, run: () => walk(1) },
    { id: "row-previous", label: t("table.keys.previous"), keys: "k", quiet: true, run: () => walk(-1) },
    { id: "record-next", label: t("panel.next"), keys: "]", quiet: true, run: () => walk(1) },
    { id: "record-previous", label: t("panel.previous"), keys: "[", quiet: true, run: () => walk(-1) },
    { id: "row-select", label: t("table.keys.select"), keys: "x", quiet: true, run: () => tick(false) },
    { id: "row-range", label: t("table.keys.range"), keys: "Shift+x", quiet: true, run: () => tick(true) },
  ]);
  return walk;
}
