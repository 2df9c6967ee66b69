import type { ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Icon } from "@/shared/ui/Icon";
import type { Selection } from "./selection";

interface Props {
  selection: Selection;
  total: number;
  /** Asks the server for the ids of everything that matches; a step of its own. */
  onAll?: () => void;
  gathering?: boolean;
  children: ReactNode;
}

export function SelectionBar({ selection, total, onAll, gathering, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (selection.count === 0) return null;
  return (
    <div className="selwrap">
      <div className="selbar" role="region" aria-label={t("table.selection")}>
        <b className="num" aria-live="polite">{t("table.selected", { count: selection.count, n: format.number(selection.count) })}</b>
        {onAll && selection.count < total && (
          <button type="button" className="selbar-link" onClick={onAll} aria-busy={gathering || undefined}>
            {t("table.selectAll", { n: format.number(total) })}
          </button>
        )}
        <span className="sep" />
        {children}
        <span className="sep" />
        <button type="button" className="btn btn-sm btn-icon" aria-label={t("table.clear")} onClick={selection.clear}><Icon name="x" size={16} /></button>
      </div>
    </div>
  );
}
