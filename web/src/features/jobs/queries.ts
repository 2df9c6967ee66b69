import { queryOptions, useMutation } from "@tanstack/react-query";
import type { Move, MoveInput } from "@/shared/flow/moves";
import { asked, client, type Query, read, type Schemas, withFile } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import { etagOf } from "@/shared/record/merge";
import type { Criteria, JobDetail } from "./types";

const one = (id: string) => ({ params: { path: { job_id: id } } });

export const jobsQuery = (query: Query) =>
  queryOptions({ queryKey: ["jobs", "list", query], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs", { params: { query: asked(query) }, signal })) });

/** How many jobs are open to the reader, and which rule closes the others. */
export const opennessQuery = queryOptions({ queryKey: ["jobs", "openness"], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs/open-to-me", { signal })) });

export const jobQuery = (id: string) =>
  queryOptions({ queryKey: ["jobs", "one", id], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs/{job_id}", { ...one(id), signal })) });

export const placedBeforeQuery = (id: string) =>
  queryOptions({ queryKey: ["jobs", "placed-before", id], queryFn: ({ signal }) => read(client.GET("/api/v1/jobs/{job_id}/placed-before", { ...one(id), signal })), staleTime: 5 * 60_000 });

export const eligibleCount = (body: Criteria) =>
  queryOptions({
    queryKey: ["jobs", "eligible-count", body],
    queryFn: ({ signal }) => read(client.POST("/api/v1/jobs/eligible-count", { body, signal })),
    staleTime: 60_000,
  });

/** What to look at before the posting goes out, and how many its rules leave. `body` says all that the form says. */
export const checksQuery = (body: Schemas["JobCheckBody"]) =>
  queryOptions({
    queryKey: ["jobs", "checks", body],
    queryFn: ({ signal }) => read(client.POST("/api/v1/jobs/checks", { body, signal })),
    staleTime: 60_000, gcTime: 60_000, retry: false,
  });

export const readText = (text: string) => read(client.POST("/api/v1/jobs/read", { body: { text } }));
export const readFile = (file: File) => read(client.POST("/api/v1/jobs/read-file", withFile(file)));

export const duplicateJob = async (id: string) => {
  const made = await read(client.POST("/api/v1/jobs/{job_id}/duplicate", one(id)));
  await refresh();
  return made;
};

export const branchesQuery = queryOptions({
  queryKey: ["students", "facets"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/admin/students/facets", { signal })),
  staleTime: 5 * 60_000,
});

export const companiesQuery = queryOptions({
  queryKey: ["companies", "choice"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/companies", { params: { query: { limit: 100, sort: "name" } }, signal })),
});

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["jobs"] }),
    queryClient.invalidateQueries({ queryKey: ["home"] }),
    queryClient.invalidateQueries({ queryKey: ["applications"] }),
  ]);
}

export const apply = async (jobId: string, body: Schemas["ApplyToJobBody"]) => {
  const made = await read(client.POST("/api/v1/jobs/{job_id}/apply", { ...one(jobId), body }));
  await refresh();
  return made;
};

export const moveJob = async (id: string, move: Move, { reason, note }: MoveInput) => {
  const body = { ...(reason && { reason }), ...(note && { note }) };
  await read(client.POST("/api/v1/jobs/{job_id}/actions/{move}", { params: { path: { job_id: id, move: move.name } }, body }));
  await refresh();
};

/** Past the cache: what is on file now. */
export const freshJob = (id: string) => queryClient.fetchQuery({ ...jobQuery(id), staleTime: 0 });

/** Refused with 412 where somebody has changed the job since `base`. */
export const saveJob = async (base: Pick<JobDetail, "id" | "updated_at"> | null, body: Schemas["JobBody"]) => {
  const saved = await read(base ? client.PATCH("/api/v1/jobs/{job_id}", { ...one(base.id), body, headers: { "If-Match": etagOf(base.updated_at) } }) : client.POST("/api/v1/jobs", { body }));
  await refresh();
  return saved;
};

export const uploadDescription = async (id: string, file: File) => {
  await read(client.POST("/api/v1/jobs/{job_id}/jd", { ...one(id), ...withFile(file) }));
  await refresh();
};

export const deleteJob = async (id: string) => {
  const answer = await read(client.DELETE("/api/v1/jobs/{job_id}", one(id)));
  await refresh();
  return answer;
};

/** The star turns at once; a refusal turns it back. */
export function useSaveStar(job: { id: string }) {
  return useMutation({
    mutationFn: async (saved: boolean) => {
      if (saved) await read(client.POST("/api/v1/saved-jobs", { body: { job_id: job.id } }));
      else await read(client.DELETE("/api/v1/saved-jobs/{job_id}", one(job.id)));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["jobs"] }),
  });
}
