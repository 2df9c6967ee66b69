import { queryOptions } from "@tanstack/react-query";
import { client, read } from "@/shared/http/http";

export type RecordType = "student" | "job" | "company";

/** Who changed this record last. */
export const changesQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: ["history", type, id],
    queryFn: async ({ signal }) => {
      const query = { limit: 5 };
      const answer = type === "student" ? read(client.GET("/api/v1/history/student/{student_id}", { params: { path: { student_id: id }, query }, signal }))
        : type === "job" ? read(client.GET("/api/v1/history/job/{job_id}", { params: { path: { job_id: id }, query }, signal }))
          : read(client.GET("/api/v1/history/company/{company_id}", { params: { path: { company_id: id }, query }, signal }));
      return (await answer).items;
    },
    staleTime: 0,
  });
