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

/** What an institution can switch off although a role includes it: for everybody, or for one reach of it. */
const switched: Record<string, { feature: string; reach?: string }> = {
  "jobs.write": { feature: "FEATURE_RECRUITER_POSTING", reach: "company" },
  "keys.manage_own": { feature: "FEATURE_API_KEYS" },
};

/** Whether the institution has the feature; one that this page does not know of is not there. */
export function has(me: Me, feature: string): boolean {
  return me.features[feature] === true;
}

export function may(me: Me, permission: string): boolean {
  const reach = me.permissions[permission];
  if (reach === undefined) return false;
  const rule = switched[permission];
  return !rule || (rule.reach !== undefined && rule.reach !== reach) || has(me, rule.feature);
}

export type View = "student" | "office" | "recruiter" | "other";

/** Which set of screens fits, told from what the person may do; the web app names no role. */
export function viewOf(me: Me): View {
  if (may(me, "statistics.read") && may(me, "applicants.read")) return "office";
  if (may(me, "applicants.read")) return "recruiter";
  if (may(me, "applications.apply")) return "student";
  return "other";
}
