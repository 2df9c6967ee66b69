import { queryOptions } from "@tanstack/react-query";
import { client, read, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import type { ListName } from "@/shared/preferences/preferences";
import type { UrlState } from "./url-state";

export type SavedView = Schemas["ViewItem"];

/** What of an address makes a view: not the page or the row that happened to be open. */
const passing = new Set(["page", "open", "job"]);

export function queryOf(state: UrlState): string {
  const params = new URLSearchParams(Object.entries(state).filter(([name, value]) => !passing.has(name) && value));
  params.sort();
  return params.toString();
}

export function stateOf(query: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(query)].filter(([name, value]) => !passing.has(name) && value));
}

export const viewsQuery = (list: ListName) =>
  queryOptions({
    queryKey: ["views", list],
    queryFn: async ({ signal }) => (await read(client.GET("/api/v1/views", { params: { query: { list, limit: 100 } }, signal }))).items,
    staleTime: 60_000,
  });

const refresh = (list: string) => queryClient.invalidateQueries({ queryKey: ["views", list] });
const one = (id: string) => ({ params: { path: { view_id: id } } });

export async function saveView(body: Schemas["ViewBody"]): Promise<SavedView> {
  const made = await read(client.POST("/api/v1/views", { body }));
  await refresh(body.list);
  return made;
}

export async function changeView(view: SavedView, body: Schemas["ViewPatch"]): Promise<void> {
  await read(client.PATCH("/api/v1/views/{view_id}", { ...one(view.id), body }));
  await refresh(view.list);
}

export async function deleteView(view: SavedView): Promise<void> {
  await read(client.DELETE("/api/v1/views/{view_id}", one(view.id)));
  await refresh(view.list);
}
