import { queryOptions } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import type { Status } from "@/shared/flow/statuses";

export interface Student {
  id: string;
  user_id: string;
  email: string;
  full_name: string;
  roll_no: string | null;
  branch: string | null;
  department: string | null;
  graduation_year: number | null;
  phone: string | null;
  gender: string | null;
  cgpa: number | null;
  tenth_percent: number | null;
  twelfth_percent: number | null;
  active_backlogs: number | null;
  resume_url?: string | null;
  bio?: string | null;
  is_placed: boolean;
  placed_company: string | null;
  verified: { at: string; by: string } | null;
  applications_count: number;
  created_at: string;
  updated_at?: string;
}

export interface Facet {
  value: string | number;
  count: number;
}

export interface Facets {
  branches: Facet[];
  departments: Facet[];
  years: Facet[];
}

export interface ApplicationLine {
  id: string;
  status: Status;
  since: string;
  job: { id: string; title: string; company: { id: string; name: string } };
}

export const studentsQuery = (query: Query) =>
  queryOptions({ queryKey: ["students", "list", query], queryFn: ({ signal }) => call<Page<Student>>("GET", "/admin/students", { query, signal }) });
export const studentQuery = (id: string) =>
  queryOptions({ queryKey: ["students", "one", id], queryFn: ({ signal }) => call<Student>("GET", `/admin/students/${id}`, { signal }) });
export const facetsQuery = queryOptions({ queryKey: ["students", "facets"], queryFn: ({ signal }) => call<Facets>("GET", "/admin/students/facets", { signal }), staleTime: 5 * 60_000 });
export const applicationsOf = (student: Student) =>
  queryOptions({
    queryKey: ["applications", "of", student.id],
    queryFn: ({ signal }) => call<Page<ApplicationLine>>("GET", "/applications", { query: { student_id: student.id, limit: 100 }, signal }),
  });

async function refresh(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["students"] }), queryClient.invalidateQueries({ queryKey: ["home"] })]);
}

export async function verifyStudent(id: string): Promise<void> {
  await call("POST", `/admin/students/${id}/verify`);
  await refresh();
}

export async function saveStudent(id: string, body: Record<string, unknown>): Promise<void> {
  await call("PATCH", `/admin/students/${id}`, { body });
  await refresh();
}

export async function markPlaced(userId: string, body: { placed: boolean; company?: string; reason?: string }): Promise<void> {
  await call("PATCH", `/users/${userId}/mark-placed`, { body });
  await refresh();
}
