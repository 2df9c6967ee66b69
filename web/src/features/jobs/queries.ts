import { queryOptions, useMutation } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import type { Move, MoveInput } from "@/shared/flow/moves";
import type { EligibleCount, Job, JobDetail } from "./types";

export const jobsQuery = (query: Query) =>
  queryOptions({ queryKey: ["jobs", "list", query], queryFn: ({ signal }) => call<Page<Job>>("GET", "/jobs", { query, signal }) });

export const jobQuery = (id: string) =>
  queryOptions({ queryKey: ["jobs", "one", id], queryFn: ({ signal }) => call<JobDetail>("GET", `/jobs/${id}`, { signal }) });

export const eligibleCount = (body: Record<string, unknown>) =>
  queryOptions({
    queryKey: ["jobs", "eligible-count", body],
    queryFn: ({ signal }) => call<EligibleCount>("POST", "/jobs/eligible-count", { body, signal }),
    staleTime: 60_000,
  });

export const branchesQuery = queryOptions({
  queryKey: ["students", "facets"],
  queryFn: ({ signal }) => call<{ branches: { value: string; count: number }[] }>("GET", "/admin/students/facets", { signal }),
  staleTime: 5 * 60_000,
});

export const companiesQuery = queryOptions({
  queryKey: ["companies", "choice"],
  queryFn: ({ signal }) => call<Page<{ id: string; name: string }>>("GET", "/companies", { query: { limit: 100, sort: "name" }, signal }),
});

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["jobs"] }),
    queryClient.invalidateQueries({ queryKey: ["home"] }),
    queryClient.invalidateQueries({ queryKey: ["applications"] }),
  ]);
}

export const apply = async (jobId: string, body: { cover_letter?: string }) => {
  const made = await call<{ id: string }>("POST", `/jobs/${jobId}/apply`, { body });
  await refresh();
  return made;
};

export const moveJob = async (id: string, move: Move, input: MoveInput) => {
  await call<unknown>("POST", `/jobs/${id}/actions/${move.name}`, { body: input });
  await refresh();
};

export const saveJob = async (id: string | null, body: Record<string, unknown>) => {
  const saved = id ? await call<JobDetail>("PATCH", `/jobs/${id}`, { body }) : await call<JobDetail>("POST", "/jobs", { body });
  await refresh();
  return saved;
};

export const uploadDescription = async (id: string, file: File) => {
  const form = new FormData();
  form.set("file", file);
  await call<unknown>("POST", `/jobs/${id}/jd`, { form });
  await refresh();
};

export const deleteJob = async (id: string) => {
  const answer = await call<{ outcome: "deleted" | "archived" }>("DELETE", `/jobs/${id}`);
  await refresh();
  return answer;
};

/** The star turns at once; a refusal turns it back. */
export function useSaveStar(job: { id: string; saved?: boolean | undefined }) {
  return useMutation({
    mutationFn: (saved: boolean) => call<unknown>(saved ? "POST" : "DELETE", `/saved-jobs/${job.id}`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["jobs"] }),
  });
}
