import { queryOptions } from "@tanstack/react-query";
import { asked, base, client, type Query, read, search, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import { leaveFor } from "@/shared/session/leave";

export type PersonItem = Schemas["PersonItem"];
export type Person = Schemas["Person"];
export type Role = Schemas["Role"];
export type RoleBody = Schemas["RoleBody"];

export const peopleQuery = (query: Query) =>
  queryOptions({ queryKey: ["people", query], queryFn: ({ signal }) => read(client.GET("/api/v1/users", { params: { query: asked(query) }, signal })) });
export const personQuery = (id: string) =>
  queryOptions({ queryKey: ["people", "one", id], queryFn: async ({ signal }) => (await read(client.GET("/api/v1/users/{user_id}", { params: { path: { user_id: id } }, signal }))) as Person });
export const peopleCsv = (query: Query) => `${base}/users/export?${search(query)}`;
export const companiesForChoice = queryOptions({
  queryKey: ["companies", "choice"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/companies", { params: { query: { limit: 100, sort: "name" } }, signal })),
});

const changed = () => queryClient.invalidateQueries({ queryKey: ["people"] });

export async function invite(body: Schemas["InviteBody"]): Promise<Person> {
  const made = await read(client.POST("/api/v1/users", { body }));
  await changed();
  return made;
}
export async function changePerson(id: string, body: Schemas["PersonPatch"]): Promise<void> {
  await read(client.PATCH("/api/v1/users/{user_id}", { params: { path: { user_id: id } }, body }));
  await changed();
}
export async function setRoles(id: string, body: Schemas["RolesBody"]): Promise<void> {
  await read(client.PUT("/api/v1/users/{user_id}/roles", { params: { path: { user_id: id } }, body }));
  await changed();
}
export const inviteAgain = (id: string) => read(client.POST("/api/v1/users/{user_id}/invite", { params: { path: { user_id: id } } }));
export async function signOutEverywhere(id: string): Promise<void> {
  await read(client.POST("/api/v1/users/{user_id}/sign-out-everywhere", { params: { path: { user_id: id } } }));
  await changed();
}
/** The browser is somebody else from here on: everything in memory goes with the page. */
export async function actAs(id: string, reason: string): Promise<void> {
  await read(client.POST("/api/v1/users/{user_id}/act-as", { params: { path: { user_id: id } }, body: { reason } }));
  leaveFor("/");
}
