import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { later } from "@/shared/i18n/later";
import { useTranslation } from "@/shared/i18n/i18n";
import type { ListName } from "@/shared/preferences/preferences";
import { Icon } from "@/shared/ui/Icon";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { useUndo } from "@/shared/ui/use-undo";
import type { UrlState } from "./url-state";
import { changeView, deleteView, queryOf, type SavedView, saveView, stateOf, viewsQuery } from "./views";

const NameDialog = later(["table"], async () => (await import("@/shared/table/ViewNameDialog")).ViewNameDialog);

/** Filters and order under a name: for oneself, or for the whole office. */
export function SavedViews({ list, state, label, onFailed }: { list: ListName; state: UrlState; label?: string; onFailed: (text: string) => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const act = useUndo();
  const { data: views = [] } = useQuery(viewsQuery(list));
  const [naming, setNaming] = useState<SavedView | "new" | null>(null);
  const [lastId, setLastId] = useState<string | null>(null);
  const query = queryOf(state);
  const current = views.find((view) => queryOf(stateOf(view.query)) === query);
  const last = current ?? views.find((view) => view.id === lastId);

  const item = (view: SavedView): MenuItem => ({
    key: view.id, label: view.name, hint: view.mine ? (view.shared ? t("views.sharedByMe") : "") : view.by, checked: view === current,
    onSelect: () => { setLastId(view.id); void navigate({ to: ".", search: stateOf(view.query) as never }); },
  });
  const failed = () => onFailed(t("views.failed"));
  const remove = (view: SavedView) => act({
    text: t("views.deleted", { name: view.name }), failed, run: () => deleteView(view),
    undo: () => saveView({ list, name: view.name, query: view.query, shared: view.shared }),
  });
  const update = async (view: SavedView) => {
    try {
      await changeView(view, { query });
      toast(t("views.saved", { name: view.name }), () => changeView(view, { query: view.query }).catch(failed));
    } catch {
      failed();
    }
  };
  const own = last?.mine ? last : undefined;
  const groups: MenuItem[][] = [
    views.filter((view) => view.mine).map(item),
    views.filter((view) => !view.mine).map(item),
    [
      { key: "save", label: t("views.save"), icon: "plus", off: query === "" ? t("views.filterFirst") : current ? t("views.already", { name: current.name }) : null, onSelect: () => setNaming("new") },
      ...(own && !current ? [{ key: "update", label: t("views.update", { name: own.name }), icon: "check" as const, onSelect: () => void update(own) }] : []),
      ...(own ? [{ key: "rename", label: t("views.rename", { name: own.name }), icon: "pencil" as const, onSelect: () => setNaming(own) }, { key: "delete", label: t("views.delete", { name: own.name }), icon: "trash-2" as const, danger: true, onSelect: () => void remove(own) }] : []),
    ],
  ];
  return (
    <>
      <Menu align="start" label={label ?? t("view.saved")} groups={groups} trigger={<button type="button" className={`chip ${current ? "chip-on" : ""}`}><Icon name="bookmark" />{current?.name ?? label ?? t("view.saved")}<Icon name="chevron-down" /></button>} />
      {naming && <Suspense><NameDialog list={list} query={query} view={naming === "new" ? null : naming} onClose={() => setNaming(null)} /></Suspense>}
    </>
  );
}
