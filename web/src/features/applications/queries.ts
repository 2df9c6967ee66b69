import { queryOptions } from "@tanstack/react-query";
import type { HistoryEntry } from "@/shared/flow/History";
import type { Move, MoveInput } from "@/shared/flow/moves";
import { asked, client, type Query, read, type Schemas, withFile } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import type { Application, BulkReport } from "./types";

const one = (id: string) => ({ params: { path: { application_id: id } } });

export const applicationsQuery = (query: Query) =>
  queryOptions({
    queryKey: ["applications", "list", query],
    queryFn: ({ signal }) => read(client.GET("/api/v1/applications", { params: { query: asked(query) }, signal })),
  });

const applicants = (jobId: string, query: Query, signal?: AbortSignal) =>
  read(client.GET("/api/v1/applications/job/{job_id}", { params: { path: { job_id: jobId }, query: asked(query) }, ...(signal && { signal }) }));

export const applicantsQuery = (jobId: string, query: Query) =>
  queryOptions({
    queryKey: ["applications", "job", jobId, query], queryFn: ({ signal }) => applicants(jobId, query, signal),
    // Somebody's move is about to happen: look again until it has.
    refetchInterval: (about) => (about.state.data?.items.some((row) => row.held) ? 4000 : false),
  });

export const applicationQuery = (id: string) =>
  queryOptions({ queryKey: ["applications", "one", id], queryFn: ({ signal }) => read(client.GET("/api/v1/applications/{application_id}", { ...one(id), signal })) });

/** The offer with the moves on it, and with the applications that accepting it would close. */
export const offerQuery = (id: string) =>
  queryOptions({ queryKey: ["applications", "offer", id], queryFn: ({ signal }) => read(client.GET("/api/v1/applications/{application_id}/offer", { ...one(id), signal })) });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ["applications", "history", id],
    queryFn: ({ signal }) => read(client.GET("/api/v1/applications/{application_id}/history", { ...one(id), signal })),
    select: (history): HistoryEntry[] =>
      history.items.map((step) => ({ at: step.at, move: step.move, to: step.to_status, by: step.actor_name, note: step.note, reason: words(step.details["reason"]), cause: words(step.details["cause"]) })),
  });

function words(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export const jobHeadQuery = (id: string) =>
  queryOptions({ queryKey: ["jobs", "one", id], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: id } }, signal })) });

/** The whole of a student's applications: few enough for one board. */
export const boardQuery = applicationsQuery({ limit: 100, sort: "-applied_at" });

export async function refreshApplications(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["applications"] }),
    queryClient.invalidateQueries({ queryKey: ["jobs"] }),
    queryClient.invalidateQueries({ queryKey: ["home"] }),
  ]);
}

export async function moveApplication(id: string, move: Move, body: MoveInput): Promise<void> {
  await read(client.POST("/api/v1/applications/{application_id}/actions/{action}", { params: { path: { application_id: id, action: move.name } }, body }));
  await refreshApplications();
}

export async function askAboutOffer(id: string, text: string): Promise<void> {
  await read(client.POST("/api/v1/applications/{application_id}/offer/question", { ...one(id), body: { text } }));
  await refreshApplications();
}

/** A link to the offer; asking again keeps the link and begins its week anew. */
export async function shareOffer(id: string): Promise<Schemas["Share"]> {
  const made = await read(client.POST("/api/v1/applications/{application_id}/offer/share", one(id)));
  await queryClient.invalidateQueries({ queryKey: ["applications", "offer", id] });
  return made;
}

export async function unshareOffer(id: string): Promise<void> {
  await read(client.DELETE("/api/v1/applications/{application_id}/offer/share", one(id)));
  await queryClient.invalidateQueries({ queryKey: ["applications", "offer", id] });
}

export async function attachLetter(id: string, file: File): Promise<void> {
  await read(client.POST("/api/v1/applications/{application_id}/offer/letter", { ...one(id), ...withFile(file) }));
  await queryClient.invalidateQueries({ queryKey: ["applications", "offer", id] });
}

export async function moveOffer(id: string, move: Move, { reason = "" }: MoveInput): Promise<void> {
  await read(client.POST("/api/v1/offers/{offer_id}/actions/{move}", { params: { path: { offer_id: id, move: move.name as "revoke" | "renege" } }, body: { reason } }));
  await refreshApplications();
}

const AT_ONCE = 500;

type Report = BulkReport;
type Hold = Schemas["HeldMoveItem"];

/** The server takes 500 at once; more go in several calls, one after the other, so that a refusal stops the rest. */
async function inParts<Part>(ids: string[], send: (part: string[]) => Promise<Part>): Promise<Part[]> {
  const parts: Part[] = [];
  // oxlint-disable-next-line no-await-in-loop -- see above
  for (let from = 0; from < ids.length; from += AT_ONCE) parts.push(await send(ids.slice(from, from + AT_ONCE)));
  return parts;
}

/** What would happen; nothing does. */
export async function previewMoves(ids: string[], action: string): Promise<Report> {
  const sum: Report = { action, dry_run: true, movable: [], blocked: [], side_effects: [], side_facts: [], moved: 0 };
  const parts = await inParts(ids, (part) => read(client.POST("/api/v1/applications/moves", { body: { application_ids: part, action, dry_run: true, hold: false } })) as Promise<Report>);
  for (const part of parts) {
    sum.movable.push(...part.movable);
    sum.blocked.push(...part.blocked);
    sum.side_effects = [...new Set([...sum.side_effects, ...part.side_effects])];
    for (const fact of part.side_facts) {
      const same = sum.side_facts.find((other) => other.code === fact.code);
      if (same) same.count += fact.count;
      else sum.side_facts.push({ ...fact });
    }
  }
  return sum;
}

/** The server carries the move out some seconds later, whether this page is still there or not; until then it can be undone. */
export const holdMoves = (ids: string[], body: { action: string } & MoveInput): Promise<Hold[]> =>
  inParts(ids, (part) => read(client.POST("/api/v1/applications/moves", { body: { application_ids: part, dry_run: false, hold: true, ...body } })) as Promise<Hold>);

export const undoHold = (id: string) => read(client.POST("/api/v1/applications/moves/{hold_id}/undo", { params: { path: { hold_id: id } } }));
export const holdQuery = (id: string) => read(client.GET("/api/v1/applications/moves/{hold_id}", { params: { path: { hold_id: id } } }));

/** Every id behind the filters, page by page: "select all that match" means all. */
export async function allIds(jobId: string, query: Query): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= 100; page += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each page tells whether there is another
    const part = await applicants(jobId, { ...query, page, limit: 100 });
    ids.push(...part.items.map((item) => item.id));
    if (page >= part.pages) break;
  }
  return ids;
}

/** Rows of this job that were seen on any page: enough to know which moves a selection allows. */
export function loadedApplicants(jobId: string): Application[] {
  const pages = queryClient.getQueriesData<Schemas["ApplicantPage"]>({ queryKey: ["applications", "job", jobId] });
  return [...new Map(pages.flatMap(([, page]) => page?.items ?? []).map((row) => [row.id, row])).values()];
}
