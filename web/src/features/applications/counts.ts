import { useQueries } from "@tanstack/react-query";
import { type Column, columns, fold, statuses, statusesOf } from "@/shared/flow/statuses";
import { applicantsQuery, type JobHead } from "./queries";

interface Counts {
  total: number | null;
  stages: Record<Column, number> | null;
  /** Those that wait for the office. */
  office: number | null;
}

const officeStates = "APPLIED,SELECTED";

/** Numbers for the tabs: the job's own where the server sends them, else one small question per stage. */
export function useStageCounts(jobId: string, job: JobHead | undefined): Counts {
  const sent = job?.counts ?? job?.applications_by_status;
  const asks = ["", ...columns.map((column) => statusesOf(column).join(",")), officeStates];
  const answers = useQueries({
    queries: asks.map((status) => ({ ...applicantsQuery(jobId, { status, limit: 1 }), enabled: job !== undefined && sent === undefined })),
  });
  if (sent) {
    const total = statuses.reduce((sum, status) => sum + (sent[status] ?? 0), 0);
    return { total, stages: fold(sent), office: (sent.APPLIED ?? 0) + (sent.SELECTED ?? 0) };
  }
  const totals = answers.map((answer) => answer.data?.total ?? null);
  const stages = totals.slice(1, 6);
  return {
    total: totals[0] ?? null,
    stages: stages.every((n) => n !== null) ? (Object.fromEntries(columns.map((column, index) => [column, stages[index]])) as Record<Column, number>) : null,
    office: totals[6] ?? null,
  };
}
