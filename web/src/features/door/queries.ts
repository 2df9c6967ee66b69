import { client, read, type Schemas } from "@/shared/http/http";

export type Invitation = Schemas["InvitationFor"];

/** With e-mail confirmation switched on the server answers with a message instead of tokens. */
export const register = async (body: Schemas["RegisterBody"]): Promise<{ access_token?: string; message?: string }> => read(client.POST("/api/v1/auth/register", { body }));
export const lookAtInvitation = (token: string) => read(client.POST("/api/v1/auth/invitations/look", { body: { token } }));
export const acceptInvitation = (body: Schemas["InvitationAccept"]) => read(client.POST("/api/v1/auth/invitations/accept", { body }));
export const openJobs = () => read(client.GET("/api/v1/jobs", { params: { query: { limit: 1, active_only: true } } }));
