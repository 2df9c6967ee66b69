import { queryOptions } from "@tanstack/react-query";
import { asked, base, client, type Query, read, type Schemas, search } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import { etagOf } from "@/shared/record/merge";

export type Student = Schemas["Profile"];
export type DirectoryItem = Schemas["DirectoryItem"];
export type Facet = Schemas["Facet"];

const one = (id: string) => ({ params: { path: { student_id: id } } });

export const studentsQuery = (query: Query) =>
  queryOptions({ queryKey: ["students", "list", query], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students", { params: { query: asked(query) }, signal })) });
/** The whole of what the filters match, as a file. */
export const studentsCsv = (query: Query) => `${base}/admin/students.csv?${search(query)}`;
export const studentQuery = (id: string) =>
  queryOptions({ queryKey: ["students", "one", id], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/{student_id}", { ...one(id), signal })) });
export const facetsQuery = queryOptions({
  queryKey: ["students", "facets"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/facets", { signal })),
  staleTime: 5 * 60_000,
});
export const applicationsOf = (student: Student) =>
  queryOptions({
    queryKey: ["applications", "of", student.user_id],
    queryFn: ({ signal }) => read(client.GET("/api/v1/applications", { params: { query: { student_id: student.user_id, limit: 100 } }, signal })),
  });

async function refresh(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["students"] }), queryClient.invalidateQueries({ queryKey: ["home"] })]);
}

export async function verifyStudent(id: string): Promise<void> {
  await read(client.POST("/api/v1/admin/students/{student_id}/verify", one(id)));
  await refresh();
}

/** Past the cache: what is on file now. */
export const freshStudent = (id: string) => queryClient.fetchQuery({ ...studentQuery(id), staleTime: 0 });

/** Refused with 412 where somebody has changed the record since `base`. */
export async function saveStudent(base: Student, body: Schemas["OfficeChanges"]): Promise<void> {
  await read(client.PATCH("/api/v1/admin/students/{student_id}", { ...one(base.id), body, headers: { "If-Match": etagOf(base.updated_at) } }));
  await refresh();
}

export async function markPlaced(userId: string, body: Schemas["PlacedBody"]): Promise<void> {
  await read(client.PATCH("/api/v1/users/{user_id}/mark-placed", { params: { path: { user_id: userId } }, body }));
  await refresh();
}

export type Correction = Schemas["CorrectionItem"];
export type TimelineItem = Schemas["TimelineItem"];

/** What students ask to have corrected; who has waited longest stands first. */
export const correctionsQuery = (query: Query) =>
  queryOptions({ queryKey: ["students", "corrections", query], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/corrections", { params: { query: asked(query) }, signal })) });

/** Accepting writes the record; refused with 409 where the record has changed since it was asked. */
export async function decideCorrection(id: string, move: string, note: string): Promise<void> {
  try {
    await read(client.POST("/api/v1/admin/corrections/{correction_id}/actions/{move}", { params: { path: { correction_id: id, move: move as "accept" | "refuse" } }, body: { note: note || null } }));
  } finally {
    await refresh();
  }
}

export const timelineQuery = (id: string, page: number, kind: string | undefined) =>
  queryOptions({
    queryKey: ["students", "timeline", id, page, kind],
    queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/{student_id}/timeline", { params: { path: { student_id: id }, query: asked({ page, limit: 15, kind }) }, signal })),
  });
