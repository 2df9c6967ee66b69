import { queryOptions } from "@tanstack/react-query";
import { client, read, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export type Notice = Schemas["NotificationItem"];

/** Asked every minute and when the window comes back. */
export const unreadQuery = queryOptions({
  queryKey: ["notifications", "count"],
  queryFn: async ({ signal }) => (await read(client.GET("/api/v1/notifications/unread-count", { signal }))).unread,
  staleTime: 20_000,
  refetchInterval: 60_000,
  refetchOnWindowFocus: "always",
  retry: false,
});

export const noticesQuery = (query: { unread?: boolean; page?: number; limit?: number }) =>
  queryOptions({
    queryKey: ["notifications", "list", query],
    queryFn: ({ signal }) => read(client.GET("/api/v1/notifications", { params: { query }, signal })),
  });

/** Where the unread ones lead, for the counts in the menu. */
export const unreadLinksQuery = (unread: number) =>
  queryOptions({
    queryKey: ["notifications", "links", unread],
    queryFn: async ({ signal }) => (await read(client.GET("/api/v1/notifications", { params: { query: { unread: true, limit: 100 } }, signal }))).items.map((item) => item.link),
    retry: false,
  });

const refresh = () => queryClient.invalidateQueries({ queryKey: ["notifications"] });
const one = (id: string) => ({ params: { path: { notification_id: id } } });

/** Turns at once, wherever it is shown; the server's answer decides in the end. */
export async function mark(id: string, isRead: boolean): Promise<void> {
  const at = isRead ? new Date().toISOString() : null;
  queryClient.setQueriesData<Schemas["NotificationPage"]>({ queryKey: ["notifications", "list"] }, (page) => page && { ...page, items: page.items.map((item) => (item.id === id ? { ...item, read_at: at } : item)) });
  try {
    await read(isRead ? client.PATCH("/api/v1/notifications/{notification_id}/read", one(id)) : client.PATCH("/api/v1/notifications/{notification_id}/unread", one(id)));
  } finally {
    await refresh();
  }
}

export async function markAll(): Promise<void> {
  await read(client.POST("/api/v1/notifications/read-all"));
  await refresh();
}
