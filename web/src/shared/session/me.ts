import { queryOptions, useQuery } from "@tanstack/react-query";
import { call } from "@/shared/http/http";

export type Reach = "own" | "assigned" | "company" | "department" | "tenant" | "all";

export type Role =
  | "STUDENT" | "RECRUITER" | "INDUSTRIAL_SUPERVISOR" | "UNIVERSITY_SUPERVISOR"
  | "COORDINATOR" | "OFFICER" | "ADMIN" | "OPERATOR";

export interface Institution {
  id: string;
  slug: string;
  name: string;
  time_zone: string;
  currency: string;
  settings: Record<string, unknown>;
}

export interface Me {
  id: string;
  email: string;
  full_name: string;
  role: Role | null;
  roles: Role[];
  institution: Institution;
  company: { id: string; name: string } | null;
  student: { id: string; branch: string | null; graduation_year: number | null } | null;
  permissions: Record<string, Reach>;
  has_password: boolean;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => call<Me>("GET", "/auth/me", { signal }),
  staleTime: 5 * 60_000,
});

/** Who is signed in. Only for screens inside the shell, where the router has already asked. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe outside a signed-in screen");
  return data;
}

export function may(me: Me, permission: string): boolean {
  return permission in me.permissions;
}

export type View = "student" | "office" | "recruiter" | "other";

/** Which set of screens fits, told from what the person may do; the web app names no role. */
export function viewOf(me: Me): View {
  if (may(me, "statistics.read") && may(me, "applicants.read")) return "office";
  if (may(me, "applicants.read")) return "recruiter";
  if (may(me, "applications.apply")) return "student";
  return "other";
}
