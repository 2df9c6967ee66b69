import { client, read, type Schemas } from "@/shared/http/http";

export type Invitation = Schemas["InvitationFor"];

/** Tokens, or where the address is to be confirmed, word of a code. */
export const register = (body: Schemas["RegisterBody"]): Promise<Schemas["Registered"] | Schemas["CodeSent"]> => read(client.POST("/api/v1/auth/register", { body }));
export const lookAtInvitation = (token: string) => read(client.POST("/api/v1/auth/invitations/look", { body: { token } }));
export const acceptInvitation = (body: Schemas["InvitationAccept"]) => read(client.POST("/api/v1/auth/invitations/accept", { body }));
export const openJobs = () => read(client.GET("/api/v1/jobs", { params: { query: { limit: 1, active_only: true } } }));
