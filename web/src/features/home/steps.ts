import type { Me } from "@/shared/session/me";
import { has, may } from "@/shared/session/me";

/** GOV.UK's three, and no more: what is done needs no colour, what cannot be begun needs no link. */
export type Standing = "completed" | "open" | "later";

export interface Step {
  key: "email" | "details" | "resume" | "passkey" | "appearance" | "company" | "job" | "approval";
  standing: Standing;
  to?: string;
  search?: Record<string, string>;
}

/** What is known about somebody new. Undefined: not loaded, so nothing is said about it. */
export interface Known {
  settled: readonly string[];
  resume?: boolean | undefined;
  passkeys?: number | undefined;
  jobs?: number | undefined;
  approved?: boolean | undefined;
}

const as = (done: boolean | undefined): Standing => (done ? "completed" : "open");

/** The first steps of this person, at most five. */
export function stepsOf(me: Me, known: Known): Step[] {
  const settled = (name: string) => known.settled.includes(name);
  const shared: Step[] = [
    ...(has(me, "FEATURE_PASSKEYS") ? [{ key: "passkey" as const, standing: as(settled("passkey") || (known.passkeys ?? 0) > 0), to: "/me", search: { tab: "security" } }] : []),
    { key: "appearance", standing: as(settled("appearance")), to: "/me", search: { tab: "appearance" } },
  ];
  if (may(me, "profile.read")) {
    return [
      { key: "email", standing: "completed" },
      { key: "details", standing: as(settled("details")), to: "/me", search: { tab: "profile" } },
      { key: "resume", standing: as(known.resume), to: "/me", search: { tab: "profile" } },
      ...shared,
    ];
  }
  if (me.company && may(me, "jobs.write")) {
    const posted = (known.jobs ?? 0) > 0;
    return [
      { key: "company", standing: "completed" },
      { key: "job", standing: as(posted), to: "/jobs/new" },
      { key: "approval", standing: known.approved ? "completed" : posted ? "open" : "later", ...(posted && { to: "/jobs" }) },
      ...shared,
    ];
  }
  return shared;
}
