import { useTranslation } from "@/shared/i18n/i18n";
import { useActions } from "@/shared/keys/actions";
import type { Application } from "./types";

interface Keys {
  rows: Application[];
  openId: string | undefined;
  show: (id: string | undefined) => void;
  toggle: (id: string) => void;
}

/** J and K walk the rows, X ticks the open one. */
export function useRowKeys({ rows, openId, show, toggle }: Keys): void {
  const { t } = useTranslation();
  const at = rows.findIndex((row) => row.id === openId);
  const walk = (by: number) => {
    const next = rows[at + by];
    if (!next) return;
    show(next.id);
    document.querySelector(`[data-row="${next.id}"]`)?.scrollIntoView({ block: "nearest" });
  };
  useActions(openId === undefined ? [] : [
    { id: "row-next", label: t("table.keys.next"), keys: "j", quiet: true, run: () => walk(1) },
    { id: "row-previous", label: t("table.keys.previous"), keys: "k", quiet: true, run: () => walk(-1) },
    { id: "row-select", label: t("table.keys.select"), keys: "x", quiet: true, run: () => toggle(openId) },
  ]);
}
