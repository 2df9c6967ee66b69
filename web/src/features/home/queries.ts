import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export type Stats = Schemas["Stats"];
export type Holder = keyof Stats["waiting"];
export type Job = Schemas["JobItem"];
export type Mine = Schemas["ApplicationItem"];

export const statsQuery = queryOptions({ queryKey: ["home", "stats"], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/stats", { signal })), refetchInterval: 60_000 });
export const someApplications = (query: Query) =>
  queryOptions({ queryKey: ["applications", "home", query], queryFn: ({ signal }) => read(client.GET("/api/v1/applications", { params: { query: asked(query) }, signal })) });
export const someJobs = (query: Query) =>
  queryOptions({ queryKey: ["jobs", "home", query], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs", { params: { query: asked(query) }, signal })) });
export const mineQuery = someApplications({ limit: 100 });

/** What the first steps ask: the person's own record, their passkeys, the jobs of their company. */
export const profileQuery = queryOptions({ queryKey: ["profile"], queryFn: ({ signal }) => read(client.GET("/api/v1/users/me/profile", { signal })) });
export const passkeysQuery = queryOptions({ queryKey: ["passkeys"], queryFn: ({ signal }) => read(client.GET("/api/v1/auth/passkeys", { signal })) });
export const ownJobsQuery = someJobs({ limit: 20 });

const remind = (holder: Holder, days: number, dry: boolean) => read(client.POST("/api/v1/applications/nudge", { body: { waiting_for: holder, older_than_days: days, dry_run: dry } }));

/** Who would be reminded; nobody is. */
export const nudgeQuery = (holder: Holder, days: number) => queryOptions({ queryKey: ["home", "nudge", holder, days], queryFn: () => remind(holder, days, true), staleTime: 0 });

export async function nudge(holder: Holder, days: number): Promise<Schemas["NudgeReport"]> {
  const report = await remind(holder, days, false);
  await queryClient.invalidateQueries({ queryKey: ["home"] });
  return report;
}
