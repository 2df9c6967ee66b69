import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export type Institution = Schemas["InstitutionItem"];
export type Provider = Schemas["ProviderItem"];
export type Rule = Schemas["RoleRule"];
export type Finding = Schemas["Finding"];
export type OwnedKey = Schemas["OwnedKey"];

export const institutionQuery = queryOptions({ queryKey: ["institution"], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/institution", { signal })) });
export async function saveInstitution(body: Schemas["InstitutionPatch"]): Promise<Institution> {
  const saved = await read(client.PATCH("/api/v1/admin/institution", { body }));
  queryClient.setQueryData(institutionQuery.queryKey, saved);
  await queryClient.invalidateQueries({ queryKey: ["me"] });
  return saved;
}

export const featuresQuery = queryOptions({ queryKey: ["features"], queryFn: ({ signal }) => read(client.GET("/api/v1/features", { signal })) });
export async function switchFeature({ name, enabled }: { name: Schemas["Feature"]; enabled: boolean }): Promise<void> {
  await read(client.PATCH("/api/v1/admin/features/{feature_name}", { params: { path: { feature_name: name } }, body: { enabled } }));
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["features"] }), queryClient.invalidateQueries({ queryKey: ["me"] })]);
}

export const providersQuery = queryOptions({ queryKey: ["providers"], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/identity-providers", { signal })) });
const providersChanged = () => queryClient.invalidateQueries({ queryKey: ["providers"] });
export async function addProvider(body: Schemas["ProviderBody"]): Promise<Provider> {
  const made = await read(client.POST("/api/v1/admin/identity-providers", { body }));
  await providersChanged();
  return made;
}
export async function saveProvider(id: string, body: Schemas["ProviderPatch"]): Promise<Provider> {
  const saved = await read(client.PATCH("/api/v1/admin/identity-providers/{provider_id}", { params: { path: { provider_id: id } }, body }));
  await providersChanged();
  return saved;
}
export async function removeProvider(id: string): Promise<void> {
  await read(client.DELETE("/api/v1/admin/identity-providers/{provider_id}", { params: { path: { provider_id: id } } }));
  await providersChanged();
}
export const checkProvider = (id: string) => read(client.POST("/api/v1/admin/identity-providers/{provider_id}/check", { params: { path: { provider_id: id } } }));

export const allKeysQuery = (query: Query) =>
  queryOptions({ queryKey: ["keys", "all", query], queryFn: ({ signal }) => read(client.GET("/api/v1/admin/keys", { params: { query: asked(query) }, signal })) });
export async function revokeAnybodys(id: string): Promise<void> {
  await read(client.DELETE("/api/v1/admin/keys/{key_id}", { params: { path: { key_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ["keys"] });
}
