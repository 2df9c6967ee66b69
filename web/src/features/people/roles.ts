import type { Role } from "./queries";

/** Who is invited by hand; students come by import or register themselves. */
export const invitable = ["OFFICER", "COORDINATOR", "RECRUITER", "UNIVERSITY_SUPERVISOR", "INDUSTRIAL_SUPERVISOR", "ADMIN"] as const satisfies readonly Role[];
/** Roles that belong to a company, and roles that may be held for one department. */
export const ofCompany: ReadonlySet<string> = new Set(["RECRUITER", "INDUSTRIAL_SUPERVISOR"]);
export const ofDepartment: ReadonlySet<string> = new Set(["COORDINATOR", "UNIVERSITY_SUPERVISOR"]);

/** The last instant of a day, here: a role ends when that day does. */
export const endOf = (day: string): string | null => (day ? new Date(`${day}T23:59:59`).toISOString() : null);
export const dayOf = (instant: string | null): string => (instant ? new Date(new Date(instant).getTime() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10) : "");
