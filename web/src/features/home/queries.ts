import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";

export type Stats = Schemas["Stats"];
export type PipelineRow = Schemas["PipelineLine"];
export type Job = Schemas["JobItem"];
export type Mine = Schemas["ApplicationItem"];

export const statsQuery = queryOptions({ queryKey: ["home", "stats"], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/stats", { signal })), refetchInterval: 60_000 });
export const someApplications = (query: Query) =>
  queryOptions({ queryKey: ["applications", "home", query], queryFn: ({ signal }) => read(client.GET("/api/v1/applications", { params: { query: asked(query) }, signal })) });
export const someJobs = (query: Query) =>
  queryOptions({ queryKey: ["jobs", "home", query], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs", { params: { query: asked(query) }, signal })) });
export const mineQuery = someApplications({ limit: 100 });
