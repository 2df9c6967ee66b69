import { queryOptions } from "@tanstack/react-query";
import { client, read } from "@/shared/http/http";

/** Which roles hold which permission: asked only by a page that is closed. */
export const rolesQuery = queryOptions({
  queryKey: ["permissions"],
  queryFn: async ({ signal }) => (await read(client.GET("/api/v1/meta/permissions", { signal }))) as unknown as Record<string, string[]>,
  staleTime: Infinity,
  retry: false,
});
