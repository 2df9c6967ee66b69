import { queryOptions } from "@tanstack/react-query";
import { client, read, type Schemas, withFile } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import { leaveFor } from "@/shared/session/leave";
import { makePasskey } from "@/shared/session/passkey";

export type Profile = Schemas["Profile"];
export type Correction = Schemas["OwnCorrection"];
export type Session = Schemas["SessionItem"];

export const changePassword = (body: Schemas["ChangePasswordBody"]) => read(client.POST("/api/v1/auth/change-password", { body }));
export const profileQuery = queryOptions({ queryKey: ["profile"], queryFn: ({ signal }) => read(client.GET("/api/v1/users/me/profile", { signal })) });
export const saveProfile = (body: Schemas["OwnChanges"]) => read(client.PATCH("/api/v1/users/me/profile", { body }));
export const correctionsQuery = queryOptions({
  queryKey: ["corrections", "mine"],
  queryFn: ({ signal }) => read(client.GET("/api/v1/users/me/corrections", { params: { query: { limit: 20 } }, signal })),
});
export const askCorrection = async (body: Schemas["AskBody"]) => {
  await read(client.POST("/api/v1/users/me/corrections", { body }));
  await queryClient.invalidateQueries({ queryKey: ["corrections"] });
};
export const withdrawCorrection = async (id: string) => {
  await read(client.POST("/api/v1/users/me/corrections/{correction_id}/withdraw", { params: { path: { correction_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ["corrections"] });
};
export const sessionsQuery = queryOptions({ queryKey: ["sessions"], queryFn: ({ signal }) => read(client.GET("/api/v1/auth/sessions", { signal })) });
export const endSession = (id: string) => read(client.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id: id } } }));

export type Passkey = Schemas["PasskeyItem"];
export const passkeysQuery = queryOptions({ queryKey: ["passkeys"], queryFn: ({ signal }) => read(client.GET("/api/v1/auth/passkeys", { signal })) });
const passkeysChanged = () => queryClient.invalidateQueries({ queryKey: ["passkeys"] });
/** The browser asks the person; what it makes is kept. */
export const addPasskey = async () => {
  const { ticket, options } = await read(client.POST("/api/v1/auth/passkeys/options"));
  await read(client.POST("/api/v1/auth/passkeys", { body: { ticket, credential: await makePasskey(options) } }));
  await passkeysChanged();
};
export const renamePasskey = async (id: string, name: string) => {
  await read(client.PATCH("/api/v1/auth/passkeys/{passkey_id}", { params: { path: { passkey_id: id } }, body: { name } }));
  await passkeysChanged();
};
export const removePasskey = async (id: string) => {
  await read(client.DELETE("/api/v1/auth/passkeys/{passkey_id}", { params: { path: { passkey_id: id } } }));
  await passkeysChanged();
};
export const devicesQuery = queryOptions({ queryKey: ["devices"], queryFn: ({ signal }) => read(client.GET("/api/v1/auth/devices", { signal })) });
export const forgetDevice = async (id: string) => {
  await read(client.DELETE("/api/v1/auth/devices/{device_id}", { params: { path: { device_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ["devices"] });
};

export type Key = Schemas["KeyItem"];
export type NewKey = Schemas["NewKey"];
export const keysQuery = queryOptions({ queryKey: ["keys"], queryFn: ({ signal }) => read(client.GET("/api/v1/auth/keys", { signal })) });
export const scopesQuery = queryOptions({ queryKey: ["keys", "scopes"], queryFn: ({ signal }) => read(client.GET("/api/v1/auth/keys/scopes", { signal })) });
const keysChanged = () => queryClient.invalidateQueries({ queryKey: ["keys"] });
export const makeKey = async (body: Schemas["KeyBody"]): Promise<NewKey> => {
  const made = await read(client.POST("/api/v1/auth/keys", { body }));
  void keysChanged();
  return made;
};
export const rotateKey = async (id: string): Promise<NewKey> => {
  const made = await read(client.POST("/api/v1/auth/keys/{key_id}/rotate", { params: { path: { key_id: id } } }));
  void keysChanged();
  return made;
};
export const revokeKey = async (id: string) => {
  await read(client.DELETE("/api/v1/auth/keys/{key_id}", { params: { path: { key_id: id } } }));
  await keysChanged();
};

/** Back to oneself, at the page of the person in whose place one was; nothing of theirs may stay in memory. */
export async function endActing(person: string): Promise<void> {
  await read(client.POST("/api/v1/auth/act-as/end"));
  leaveFor(`/people/${person}`);
}

/** Ends with a full page load: nothing of this person may stay in memory. */
export async function signOut(): Promise<void> {
  try {
    await read(client.POST("/api/v1/auth/logout"));
  } finally {
    leaveFor("/login");
  }
}

export type OwnProfile = Schemas["OwnProfileOut"];
export type PublicField = Schemas["PublicField"];
export const ownQuery = queryOptions({ queryKey: ["own"], queryFn: ({ signal }) => read(client.GET("/api/v1/users/me", { signal })) });
/** What was saved, and what else shows it: the record of a student, the picture in the shell. */
async function saved(own: OwnProfile): Promise<OwnProfile> {
  queryClient.setQueryData(ownQuery.queryKey, own);
  await Promise.all([["me"], ["profile"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  return own;
}
export const saveOwn = async (body: Schemas["OwnProfileBody"]) => saved(await read(client.PUT("/api/v1/users/me", { body })));
export const sendPhoto = async (photo: File) => saved(await read(client.POST("/api/v1/users/avatar", withFile(photo))));
export const removePhoto = async () => {
  await read(client.DELETE("/api/v1/users/avatar"));
  await Promise.all([["own"], ["me"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
};
