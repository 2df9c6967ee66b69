import { queryOptions } from "@tanstack/react-query";
import { asked, base, client, type Query, read, type Schemas, withFile } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export type StudentImport = Schemas["ImportOut"];
export type ImportRow = Schemas["ImportRow"];
export type ImportCounts = Schemas["ImportCounts"];
export type Task = Schemas["TaskItem"];

const one = (id: string) => ({ params: { path: { import_id: id } } });

export const importQuery = (id: string) =>
  queryOptions({ queryKey: ["imports", id], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/imports/{import_id}", { ...one(id), signal })) });
export const rowsQuery = (id: string, query: Query) =>
  queryOptions({
    queryKey: ["imports", id, "rows", query],
    queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/imports/{import_id}/rows", { params: { path: { import_id: id }, query: asked(query) }, signal })),
  });

const over = new Set(["succeeded", "failed", "cancelled"]);
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ["tasks", id],
    queryFn: ({ signal }) => read(client.GET("/api/v1/tasks/{task_id}", { params: { path: { task_id: id } }, signal })),
    refetchInterval: (query) => (query.state.data && over.has(query.state.data.state) ? false : 1000),
    refetchIntervalInBackground: true,
  });

export async function upload(file: File): Promise<StudentImport> {
  const made = await read(client.POST("/api/v1/admin/students/imports", withFile(file)));
  queryClient.setQueryData(importQuery(made.id).queryKey, made);
  return made;
}

export async function setMapping(id: string, mapping: Record<string, string | null>): Promise<void> {
  const changed = await read(client.PATCH("/api/v1/admin/students/imports/{import_id}", { ...one(id), body: { mapping } }));
  queryClient.setQueryData(importQuery(id).queryKey, changed);
}

/** The id of the task that carries on, or null where the file was small enough to be done at once. */
export async function check(id: string): Promise<string | null> {
  const begun = await read(client.POST("/api/v1/admin/students/imports/{import_id}/check", one(id)));
  return "task_id" in begun ? begun.task_id : null;
}

export async function applyImport(id: string, invite: boolean): Promise<string> {
  return (await read(client.POST("/api/v1/admin/students/imports/{import_id}/apply", { ...one(id), body: { invite } }))).task_id;
}

export type UndoReport = Schemas["UndoReport"];

/** Taken back at once, or by a task where the file was large. */
export const undoImport = (id: string): Promise<UndoReport | Schemas["Started"]> => read(client.POST("/api/v1/admin/students/imports/{import_id}/undo", one(id)));

export const importsQuery = queryOptions({
  queryKey: ["imports", "latest"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/imports", { params: { query: { limit: 5 } }, signal })),
});

export const correctRow = (id: string, number: number, body: Schemas["RowBody"]) =>
  read(client.PATCH("/api/v1/admin/students/imports/{import_id}/rows/{number}", { params: { path: { import_id: id, number } }, body }));
export const refreshImport = (id: string) => queryClient.invalidateQueries({ queryKey: ["imports", id] });
export const badRows = (id: string) => `${base}/admin/students/imports/${id}/bad-rows.csv`;

export async function refreshStudents(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["students"] }), queryClient.invalidateQueries({ queryKey: ["home"] })]);
}
