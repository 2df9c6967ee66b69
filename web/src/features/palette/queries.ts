import { queryOptions } from "@tanstack/react-query";
import { client, read, type Schemas } from "@/shared/http/http";

export type Found = Schemas["FoundGroup"];

export const searchQuery = (q: string, kinds: "people" | "jobs" | undefined) =>
  queryOptions({
    queryKey: ["search", q, kinds ?? "all"],
    queryFn: async ({ signal }) => (await read(client.GET("/api/v1/search", { params: { query: { q, ...(kinds && { kinds, limit: 10 }) } }, signal }))).groups,
    staleTime: 30_000,
    retry: false,
  });
