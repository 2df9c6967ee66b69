import { queryOptions } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import type { HistoryEntry } from "@/shared/flow/History";
import type { Move, MoveInput } from "@/shared/flow/moves";
import type { Status } from "@/shared/flow/statuses";
import type { Application, BulkPreview } from "./types";

const list = (path: string) => (query: Query) =>
  queryOptions({ queryKey: ["applications", path, query], queryFn: ({ signal }) => call<Page<Application>>("GET", path, { query, signal }) });

export const applicationsQuery = list("/applications");
export const applicantsQuery = (jobId: string, query: Query) => list(`/applications/job/${jobId}`)(query);

export const applicationQuery = (id: string) =>
  queryOptions({ queryKey: ["applications", "one", id], queryFn: ({ signal }) => call<Application>("GET", `/applications/${id}`, { signal }) });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ["applications", "history", id],
    queryFn: ({ signal }) => call<Page<HistoryEntry> | HistoryEntry[]>("GET", `/applications/${id}/history`, { signal }),
    select: (data) => (Array.isArray(data) ? data : data.items),
  });

export interface JobHead {
  id: string;
  title: string;
  company: { id: string; name: string };
  ctc: number | null;
  currency: string;
  deadline_at: string | null;
  counts?: Partial<Record<Status, number>>;
  applications_by_status?: Partial<Record<Status, number>>;
}

export const jobHeadQuery = (id: string) =>
  queryOptions({ queryKey: ["jobs", "one", id], queryFn: ({ signal }) => call<JobHead>("GET", `/jobs/${id}`, { signal }) });

/** The whole of a student's applications: few enough for one board. */
export const boardQuery = applicationsQuery({ limit: 100, sort: "-applied_at" });

export async function refreshApplications(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["applications"] }),
    queryClient.invalidateQueries({ queryKey: ["jobs"] }),
    queryClient.invalidateQueries({ queryKey: ["home"] }),
  ]);
}

export async function moveApplication(id: string, move: Move, input: MoveInput): Promise<void> {
  if (move.name === "withdraw") await call("PATCH", `/applications/${id}/withdraw`, { body: input });
  else await call("POST", `/applications/${id}/actions/${move.name}`, { body: input });
  await refreshApplications();
}

export async function moveOffer(id: string, move: Move, input: MoveInput): Promise<void> {
  await call("POST", `/offers/${id}/actions/${move.name}`, { body: input });
  await refreshApplications();
}

export const bulkMove = (body: { application_ids: string[]; action: string; dry_run: boolean } & MoveInput) =>
  call<BulkPreview>("POST", "/applications/moves", { body });

export const saveLetter = async (id: string, body: { cover_letter?: string | null; notes?: string | null }) => {
  await call("PUT", `/applications/${id}`, { body });
  await refreshApplications();
};

/** Every id behind the filters, page by page: "select all that match" means all. */
export async function allIds(jobId: string, query: Query): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= 100; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each page tells whether there is another
    const part = await call<Page<Application>>("GET", `/applications/job/${jobId}`, { query: { ...query, page, limit: 100 } });
    ids.push(...part.items.map((item) => item.id));
    if (page >= part.pages) break;
  }
  return ids;
}

/** Rows of this job that were seen on any page: enough to know which moves a selection allows. */
export function loadedApplicants(jobId: string): Application[] {
  const pages = queryClient.getQueriesData<Page<Application>>({ queryKey: ["applications", `/applications/job/${jobId}`] });
  return [...new Map(pages.flatMap(([, page]) => page?.items ?? []).map((row) => [row.id, row])).values()];
}
