import { queryOptions } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";

export interface AuditRecord {
  id: string;
  number: number;
  at: string;
  actor: { id: string | null; name: string };
  action: string;
  subject_type: string;
  subject_id: string | null;
  sentence: string | null;
  facts: Record<string, unknown> | null;
  request_id: string;
}

export const auditQuery = (query: Query) => queryOptions({ queryKey: ["audit", query], queryFn: ({ signal }) => call<Page<AuditRecord>>("GET", "/admin/audit", { query, signal }) });
export const chainQuery = queryOptions({ queryKey: ["audit", "chain"], queryFn: ({ signal }) => call<{ valid: boolean; first_broken: number | null }>("GET", "/admin/audit/verification", { signal }), staleTime: 5 * 60_000 });
