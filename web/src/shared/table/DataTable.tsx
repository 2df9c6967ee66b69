import { type MouseEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useActions } from "@/shared/keys/actions";
import { usePreferences } from "@/shared/preferences/preferences";
import { Icon } from "@/shared/ui/Icon";
import type { Selection } from "./selection";
import type { UrlState } from "./url-state";

export interface TableColumn<Row> {
  key: string;
  label: string;
  cell: (row: Row) => ReactNode;
  /** Name the server sorts by; absent means this column cannot be sorted. */
  sort?: string;
  /** Sorted downwards first: for marks, counts and dates. */
  downFirst?: boolean;
  num?: boolean;
  /** On phones: the head of the card, hidden, or one labelled line (default). */
  card?: "title" | "tag" | "hidden";
  /** Shown only to those who choose it. */
  extra?: boolean;
  className?: string;
}

interface Props<Row> {
  caption: string;
  columns: TableColumn<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  state?: UrlState;
  onSort?: (sort: string) => void;
  defaultSort?: string;
  selection?: Selection;
  openId?: string | undefined;
  onOpen?: (row: Row) => void;
  fetching?: boolean;
}

/** A click on a row is a shortcut to its link; what can be pressed inside the row keeps its own meaning. */
function openUnlessControl(event: MouseEvent, open: () => void): void {
  if (!(event.target as HTMLElement).closest("a, button, input, label")) open();
}

/** J and K walk from name to name, X ticks the row one stands on, with Shift all from the last one ticked. Only where the
 * page has no open row of its own to walk. */
function useWalk(table: React.RefObject<HTMLDivElement | null>, ids: string[], selection: Selection | undefined, on: boolean): void {
  const { t } = useTranslation();
  const last = useRef<string | null>(null);
  const rows = () => [...(table.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
  const at = () => rows().findIndex((row) => row.contains(document.activeElement));
  const walk = (to: number) => rows()[Math.max(0, to)]?.querySelector<HTMLElement>("a, button, input")?.focus();
  const tick = (all: boolean) => {
    const id = ids[at()];
    if (!selection || id === undefined) return;
    const from = all && last.current ? ids.indexOf(last.current) : -1;
    if (from >= 0) selection.page(ids.slice(Math.min(from, at()), Math.max(from, at()) + 1), true);
    else selection.toggle(id);
    last.current = id;
  };
  useActions(!on ? [] : [
    { id: "row-next", label: t("table.keys.next"), keys: "j", quiet: true, run: () => walk(at() + 1) },
    { id: "row-previous", label: t("table.keys.previous"), keys: "k", quiet: true, run: () => walk(at() - 1) },
    ...(selection ? [
      { id: "row-select", label: t("table.keys.select"), keys: "x", quiet: true, run: () => tick(false) },
      { id: "row-range", label: t("table.keys.range"), keys: "Shift+x", quiet: true, run: () => tick(true) },
    ] : []),
  ]);
}

/** A real table; under 640 px each row becomes a card by style alone. Sorting is the server's: a click changes the address. */
export function DataTable<Row>({ caption, columns, rows, rowId, rowName, state, onSort, defaultSort, selection, openId, onOpen, fetching }: Props<Row>) {
  const { t } = useTranslation();
  const { density } = usePreferences();
  const wrap = useRef<HTMLDivElement>(null);
  const sorted = state?.["sort"] ?? defaultSort ?? "";
  const ids = rows.map(rowId);
  const chosen = selection ? ids.filter((id) => selection.has(id)).length : 0;
  useWalk(wrap, ids, selection, openId === undefined);
  const wholePage = selection && (
    <input
      type="checkbox"
      aria-label={t("table.selectPage")}
      checked={chosen > 0 && chosen === ids.length}
      ref={(box) => { if (box) box.indeterminate = chosen > 0 && chosen < ids.length; }}
      onChange={(event) => selection.page(ids, event.target.checked)}
    />
  );

  const head = (column: TableColumn<Row>) => {
    const { sort } = column;
    const down = sorted === `-${sort}`;
    const on = sort !== undefined && (sorted === sort || down);
    const className = [column.num && "num", on && "sorted"].filter(Boolean).join(" ");
    if (sort === undefined || !onSort) return <th key={column.key} scope="col" className={className}>{column.label}</th>;
    const next = on ? (down ? sort : `-${sort}`) : column.downFirst ? `-${sort}` : sort;
    return (
      <th key={column.key} scope="col" className={className} aria-sort={on ? (down ? "descending" : "ascending") : undefined}>
        <button type="button" className="th-sort" onClick={() => onSort(next)}>
          {column.label}
          <Icon name={on ? (down ? "arrow-down" : "arrow-up") : "arrow-up-down"} {...(on ? {} : { className: "th-idle" })} />
        </button>
      </th>
    );
  };

  return (
    <div className="table-wrap" ref={wrap} data-density={density}>
      {wholePage && <label className="check select-page">{wholePage}<span>{t("table.selectPage")}</span></label>}
      <table className="table table-cards" aria-busy={fetching || undefined}>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            {selection && (
              <th scope="col" className="check-cell">
                <label className="check">{wholePage}</label>
              </th>
            )}
            {columns.map(head)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const id = rowId(row);
            const picked = selection?.has(id);
            return (
              <tr key={id} aria-selected={picked || undefined} className={id === openId ? "is-open" : ""} data-row={id}>
                {selection && (
                  <td className="check-cell">
                    <label className="check">
                      <input type="checkbox" aria-label={t("table.select", { name: rowName(row) })} checked={!!picked} onChange={(event) => selection.toggle(id, event.target.checked)} />
                    </label>
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={[column.num && "num", column.className, `card-${column.card ?? "line"}`].filter(Boolean).join(" ")}
                    data-label={column.label}
                    {...(onOpen && column.card !== "title" ? { onClick: (event: MouseEvent) => openUnlessControl(event, () => onOpen(row)) } : {})}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
