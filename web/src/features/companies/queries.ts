import { queryOptions } from "@tanstack/react-query";
import { call, type Page, type Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export interface Company {
  id: string;
  name: string;
  website: string | null;
  about: string | null;
  jobs_count?: number;
  created_at: string;
}

export const companiesQuery = (query: Query) => queryOptions({ queryKey: ["companies", query], queryFn: ({ signal }) => call<Page<Company>>("GET", "/companies", { query, signal }) });

export async function addCompany(body: { name: string; website?: string; about?: string }): Promise<void> {
  await call("POST", "/companies", { body });
  await queryClient.invalidateQueries({ queryKey: ["companies"] });
}
