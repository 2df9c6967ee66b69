import type { IconName } from "@/shared/ui/icons";

export const statuses = [
  "APPLIED", "SELECTED", "IN_PROCESS", "INTERVIEW_SCHEDULED", "SHORTLISTED",
  "OFFER_RELEASED", "PLACED", "OFFER_DECLINED", "WITHDRAWN", "REJECTED",
] as const;
export type Status = (typeof statuses)[number];

/** The five columns a student sees; the ten states fold into them. */
export const columns = ["applied", "progress", "interview", "offer", "closed"] as const;
export type Column = (typeof columns)[number];

interface Look {
  column: Column;
  tag: string;
  icon: IconName;
}

export const looks: Record<Status, Look> = {
  APPLIED: { column: "applied", tag: "applied", icon: "send" },
  SELECTED: { column: "applied", tag: "selected", icon: "list-checks" },
  IN_PROCESS: { column: "progress", tag: "progress", icon: "circle-dot" },
  INTERVIEW_SCHEDULED: { column: "interview", tag: "interview", icon: "calendar-clock" },
  SHORTLISTED: { column: "interview", tag: "shortlisted", icon: "user-check" },
  OFFER_RELEASED: { column: "offer", tag: "offer", icon: "mail-open" },
  PLACED: { column: "closed", tag: "placed", icon: "badge-check" },
  OFFER_DECLINED: { column: "closed", tag: "closed", icon: "file-x" },
  WITHDRAWN: { column: "closed", tag: "closed", icon: "undo-2" },
  REJECTED: { column: "closed", tag: "closed", icon: "circle-x" },
};

export function statusesOf(column: Column): Status[] {
  return statuses.filter((status) => looks[status].column === column);
}

/** Counts by state, folded into the five columns. */
export function fold(counts: Partial<Record<Status, number>>): Record<Column, number> {
  const result: Record<Column, number> = { applied: 0, progress: 0, interview: 0, offer: 0, closed: 0 };
  for (const status of statuses) result[looks[status].column] += counts[status] ?? 0;
  return result;
}
