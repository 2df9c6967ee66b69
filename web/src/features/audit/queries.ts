import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";

export type AuditRecord = Schemas["AuditItem"];

export const auditQuery = (query: Query) =>
  queryOptions({ queryKey: ["audit", query], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/audit", { params: { query: asked(query) }, signal })) });
export const chainQuery = queryOptions({
  queryKey: ["audit", "chain"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/admin/audit/verification", { signal })),
  staleTime: 5 * 60_000,
});
