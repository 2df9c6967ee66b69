import { queryOptions } from "@tanstack/react-query";
import { base, call, type Page, type Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export interface ImportColumn {
  index: number;
  header: string;
  samples: string[];
  field: string | null;
}

export interface ImportField {
  name: string;
  label: string;
  required: boolean;
}

export interface RowError {
  column: string;
  code: string;
  message: string;
  value?: string | null;
}

export interface ImportReport {
  import_id?: string;
  total: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  errors?: (RowError & { row: number })[];
}

export interface StudentImport {
  id: string;
  filename: string;
  state: string;
  columns: ImportColumn[];
  fields: ImportField[];
  rows: number;
  report?: ImportReport | null;
  task_id?: string | null;
}

export interface ImportRow {
  number: number;
  outcome: string;
  values: Record<string, string | number | null>;
  errors: RowError[];
  diff?: Record<string, [unknown, unknown] | { old?: unknown; new?: unknown; from?: unknown; to?: unknown }> | null;
}

export interface Task {
  id: string;
  kind: string;
  title: string;
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  done: number;
  total: number | null;
  started_at: string | null;
  finished_at: string | null;
  report: ImportReport | null;
  error: string | null;
}

type Started = { task_id: string } | ImportReport;

export function taskOf(answer: Started): string | null {
  return "task_id" in answer ? answer.task_id : null;
}

const path = "/admin/students/imports";

export const importQuery = (id: string) => queryOptions({ queryKey: ["imports", id], queryFn: ({ signal }) => call<StudentImport>("GET", `${path}/${id}`, { signal }) });
export const rowsQuery = (id: string, query: Query) =>
  queryOptions({ queryKey: ["imports", id, "rows", query], queryFn: ({ signal }) => call<Page<ImportRow>>("GET", `${path}/${id}/rows`, { query, signal }) });

const over = new Set(["succeeded", "failed", "cancelled"]);
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ["tasks", id],
    queryFn: ({ signal }) => call<Task>("GET", `/tasks/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data && over.has(query.state.data.state) ? false : 1000),
    refetchIntervalInBackground: true,
  });

export async function upload(file: File): Promise<StudentImport> {
  const form = new FormData();
  form.set("file", file);
  const made = await call<StudentImport>("POST", path, { form });
  queryClient.setQueryData(importQuery(made.id).queryKey, made);
  return made;
}

export async function setMapping(id: string, mapping: Record<string, string | null>): Promise<void> {
  const changed = await call<StudentImport>("PATCH", `${path}/${id}`, { body: { mapping } });
  queryClient.setQueryData(importQuery(id).queryKey, changed);
}

export const check = (id: string) => call<Started>("POST", `${path}/${id}/check`);
export const applyImport = (id: string, invite: boolean) => call<Started>("POST", `${path}/${id}/apply`, { body: { invite } });
export const mendRow = (id: string, number: number, values: Record<string, string>) => call<ImportRow>("PATCH", `${path}/${id}/rows/${number}`, { body: { values } });
export const refreshImport = (id: string) => queryClient.invalidateQueries({ queryKey: ["imports", id] });
export const badRows = (id: string) => `${base}${path}/${id}/bad-rows.csv`;

export async function refreshStudents(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["students"] }), queryClient.invalidateQueries({ queryKey: ["home"] })]);
}
