import { queryOptions } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import { sessionEnded } from "@/shared/session/expiry";
import type { Role } from "@/shared/session/me";

export interface Profile {
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
  resume_url: string | null;
  bio: string | null;
  is_placed: boolean;
  placed_company: string | null;
  verified: { at: string; by: string } | null;
  locked: string[];
  created_at: string;
  updated_at: string;
}

export interface Session {
  id: string;
  created_at: string;
  last_seen_at?: string | null;
  user_agent: string | null;
  ip: string | null;
  current: boolean;
}

export interface Invitation {
  email: string;
  full_name: string | null;
  role: Role;
  institution: { name: string } | string;
  expires_at: string;
}

export interface Person {
  id: string;
  email: string;
  full_name: string;
  role: Role;
  roles?: Role[];
  company: { id: string; name: string } | null;
  is_active?: boolean;
  invited?: boolean;
  created_at: string;
}

export const login = (body: { email: string; password: string }) => call<{ access_token?: string; message?: string }>("POST", "/auth/login", { body });
export const register = (body: Record<string, unknown>) => call<{ message?: string; access_token?: string }>("POST", "/auth/register", { body });
export const lookAtInvitation = (token: string) =>
  queryOptions({ queryKey: ["invitation", token], queryFn: () => call<Invitation>("POST", "/auth/invitations/look", { body: { token } }), retry: false });
export const acceptInvitation = (body: { token: string; password: string; full_name?: string }) => call<unknown>("POST", "/auth/invitations/accept", { body });
export const changePassword = (body: { current_password: string; new_password: string }) => call<unknown>("POST", "/auth/change-password", { body });
export const openJobs = queryOptions({ queryKey: ["public", "jobs"], queryFn: () => call<Page<unknown>>("GET", "/jobs", { query: { limit: 1 } }), retry: false, staleTime: 60_000 });

export const profileQuery = queryOptions({ queryKey: ["profile"], queryFn: ({ signal }) => call<Profile>("GET", "/users/me/profile", { signal }) });
export const saveProfile = (body: Record<string, unknown>) => call<Profile>("PATCH", "/users/me/profile", { body });
export const sessionsQuery = queryOptions({ queryKey: ["sessions"], queryFn: ({ signal }) => call<Page<Session> | Session[]>("GET", "/auth/sessions", { signal }) });
export const endSession = (id: string) => call<unknown>("DELETE", `/auth/sessions/${id}`);

export const peopleQuery = (query: Query) => queryOptions({ queryKey: ["people", query], queryFn: ({ signal }) => call<Page<Person>>("GET", "/users", { query, signal }) });
export const invite = (body: { email: string; full_name: string; role: string; company_id?: string }) => call<unknown>("POST", "/users", { body });
export const companiesForChoice = queryOptions({ queryKey: ["companies", "choice"], queryFn: ({ signal }) => call<Page<{ id: string; name: string }>>("GET", "/companies", { query: { limit: 100, sort: "name" }, signal }) });

/** Ends with a full page load: nothing of this person may stay in memory. */
export async function signOut(): Promise<void> {
  try {
    await call("POST", "/auth/logout");
  } finally {
    sessionEnded();
    queryClient.clear();
    location.assign("/login");
  }
}
