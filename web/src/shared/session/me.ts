import { queryOptions, useQuery } from "@tanstack/react-query";
import { client, read, type Schemas } from "@/shared/http/http";

export type Me = Schemas["Me"];

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/auth/me", { signal })),
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
