import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export type Company = Schemas["CompanyItem"];

export const companiesQuery = (query: Query) =>
  queryOptions({ queryKey: ["companies", query], queryFn: ({ signal }) => read(client.GET("/api/v1/companies", { params: { query: asked(query) }, signal })) });

export async function addCompany(body: Schemas["CompanyBody"]): Promise<void> {
  await read(client.POST("/api/v1/companies", { body }));
  await queryClient.invalidateQueries({ queryKey: ["companies"] });
}
