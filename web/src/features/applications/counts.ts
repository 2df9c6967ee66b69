import type { Schemas } from "@/shared/http/http";
import { type Column, fold, statuses } from "@/shared/flow/statuses";

interface Counts {
  total: number;
  stages: Record<Column, number>;
  /** Those that wait for whoever reads: the office looks first, the company from the process on. */
  waiting: number;
}

/** Numbers for the tabs, counted by the server over all applicants, whatever the filters show. */
export function stageCounts(counts: Schemas["ApplicantPage"]["counts"] | undefined, office: boolean): Counts | null {
  if (!counts) return null;
  const by = counts as Partial<Record<(typeof statuses)[number], number>>;
  const mine = office ? (["APPLIED", "SELECTED"] as const) : (["IN_PROCESS", "SHORTLISTED"] as const);
  return {
    total: statuses.reduce((sum, status) => sum + (by[status] ?? 0), 0),
    stages: fold(by),
    waiting: mine.reduce((sum, status) => sum + (by[status] ?? 0), 0),
  };
}
