import { type ReactNode, Suspense, useState } from "react";
import { later } from "@/shared/i18n/later";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Page } from "@/shared/http/http";
import { useFormat } from "@/shared/i18n/use-format";
import { useActions } from "@/shared/keys/actions";
import { type ListName, usePreferences } from "@/shared/preferences/preferences";
import { Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Skeleton } from "@/shared/ui/Skeleton";
import { shown } from "./columns";
import { DataTable, type TableColumn } from "./DataTable";
import { type Filter, FilterMenu } from "./FilterMenu";
import { NoResults, useHeld } from "./NoResults";
import { Pager } from "./Pager";
import { SavedViews } from "./SavedViews";
import { Search } from "./Search";
import type { Selection } from "./selection";
import type { UrlState } from "./url-state";

const LookDialog = later(["table"], async () => (await import("@/shared/table/LookDialog")).LookDialog);

interface Props<Row> {
  /** Under which its columns and views are kept. */
  list: ListName;
  /** What it lists, in words: "Students". */
  what: string;
  query: { data: Page<Row> | undefined; error: unknown; isFetching: boolean; refetch: () => unknown };
  columns: TableColumn<Row>[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  state: UrlState;
  change: (patch: Record<string, string | null | undefined>, options?: { replace?: boolean; keepPage?: boolean }) => void;
  search: string;
  filters?: Filter[];
  /** Chosen by the tabs above the list rather than by a chip. */
  tab?: Pick<Filter, "name" | "words">;
  tabs?: ReactNode;
  /** Nothing was ever here: what this is, why it is empty, and the first thing to do. */
  first: ReactNode;
  /** Nothing under this tab now: a good thing, said as a fact. */
  now?: ReactNode;
  defaultSort?: string;
  selection?: Selection;
  openId?: string | undefined;
  onOpen?: (row: Row) => void;
  csv?: string;
  extra?: ReactNode;
  foot?: ReactNode;
}

/** A list with all that a list needs: search, filters in words, saved views, columns, the four ways of being empty, pages. */
export function ListFrame<Row>({ list, what, query, columns, rowId, rowName, state, change, search, filters = [], tab, tabs, first, now, defaultSort, selection, openId, onOpen, csv, extra, foot }: Props<Row>) {
  const { t } = useTranslation();
  const format = useFormat();
  const [look, setLook] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { columns: chosen } = usePreferences();
  const { data, error, isFetching, refetch } = query;
  const held = useHeld(filters, state);
  const under = tab && state[tab.name] ? [{ name: tab.name, words: tab.words(state[tab.name] ?? "") }] : [];
  const sorts = defaultSort !== undefined;
  useActions([
    { id: "look", label: t("look.open"), icon: "columns-3", run: () => setLook(true) },
    { id: "print", label: t("look.print"), icon: "printer", run: () => window.print() },
    ...(csv ? [{ id: "csv", label: t("look.csvAction"), icon: "download" as const, run: () => location.assign(csv) }] : []),
  ]);

  const body = () => {
    if (error && !data) return <Failed what={what} error={error} retry={() => void refetch()} />;
    if (!data) return <Skeleton rows={10} />;
    if (data.items.length === 0) {
      if (held.length > 0 || (under.length > 0 && !now)) return <NoResults held={[...held, ...under]} onChange={change} />;
      return under.length > 0 ? now : first;
    }
    return (
      <>
        {!!error && <p className="field-error list-stale" role="alert"><Icon name="circle-alert" size={16} />{t("list.stale")}</p>}
        <DataTable
          caption={what} columns={shown(columns, chosen[list])} rows={data.items} rowId={rowId} rowName={rowName} state={state} fetching={isFetching} openId={openId}
          {...(sorts && { defaultSort, onSort: (sort: string) => change({ sort }) })} {...(selection && { selection })} {...(onOpen && { onOpen })}
        />
        <Pager {...data} onPage={(page) => change({ page: String(page) })} />
      </>
    );
  };
  return (
    <section className="card left">
      {tabs}
      <div className="toolbar">
        <Search label={search} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} />
        {filters.length > 0 && <FilterMenu filters={filters} state={state} onChange={change} />}
        <SavedViews list={list} state={state} onFailed={setProblem} />
        {held.length > 0 && data && data.total > 0 && <span className="small muted num">{t("list.match", { count: data.total, n: format.number(data.total) })}</span>}
        <span className="grow" />
        {extra}
        <button type="button" className="chip" aria-haspopup="dialog" onClick={() => setLook(true)}><Icon name="columns-3" />{t("look.button")}</button>
      </div>
      {problem && <p className="field-error list-stale" role="alert"><Icon name="circle-alert" size={16} />{problem}</p>}
      {[...under, ...held].length > 0 && <p className="print-only">{[...under, ...held].map((one) => one.words).join(" · ")}</p>}
      {body()}
      {foot}
      {look && <Suspense><LookDialog list={list} columns={columns as unknown as TableColumn<never>[]} csv={csv} total={data?.total ?? 0} onClose={() => setLook(false)} /></Suspense>}
    </section>
  );
}
