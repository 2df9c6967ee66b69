import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";

export interface PipelineRow {
  job_id: string;
  title: string;
  company: { id: string; name: string } | string;
  counts: Partial<Record<Schemas["Status"], number>>;
}

export interface Stats {
  active_jobs: number;
  total_students: number;
  placed_students: number;
  placed_percent: number;
  pending_applications: number;
  pending_approvals: number;
  offers_open: number;
  offers_expiring_48h: number;
  closing_48h: number;
  interviews_today: number;
  median_ctc: number | null;
  pipeline: PipelineRow[];
}
export type Mine = Schemas["ApplicationItem"];

export const statsQuery = queryOptions({ queryKey: ["home", "stats"], queryFn: ({ signal }) => read<Stats>(client.GET("/api/v1/admin/stats" as never, { signal } as never)), refetchInterval: 60_000 });
export const someApplications = (query: Query) =>
  queryOptions({ queryKey: ["applications", "home", query], queryFn: ({ signal }) => read<Schemas["ApplicationPage"]>(client.GET("/api/v1/applications", { params: { query: asked(query) }, signal })) });
export const someJobs = (query: Query) =>
  queryOptions({ queryKey: ["jobs", "home", query], queryFn: ({ signal }) => read<Schemas["JobPage"]>(client.GET("/api/v1/jobs", { params: { query: asked(query) }, signal })) });
export const mineQuery = someApplications({ limit: 100 });
