import { client, read, type Schemas } from "@/shared/http/http";

export type Way = Schemas["Ways"]["ways"][number];
export type Ways = Schemas["Ways"];
export type Provider = Ways["providers"][number];
/** A code is on its way: how many more may be asked for, how long it lives, when another may be asked for (seconds). */
export type CodeSent = Schemas["CodeSent"];
export type CodeModule = "register" | "login" | "forgetpassword";

/** How somebody gets in: decided by the domain of the address, never by whether it is known. */
export const waysFor = (email?: string) => read(client.POST("/api/v1/auth/ways", { body: email ? { email } : {} }));

let house: Promise<Ways> | undefined;
/** How the people of this house sign in, before anybody has said who they are; asked once. */
export const houseWays = () => (house ??= waysFor());

/** Who comes by the link of a mail: when its code was sent is not known here, and the server judges it anyway. */
export const justSent = (module: CodeModule): CodeSent => ({ message: "", attempts_remaining: 2, expires_in: 0, resend_in: 0, module });

/** Null: signed in. Otherwise the institution asks for a code as well. */
export async function signIn(email: string, password: string): Promise<CodeSent | null> {
  const answer = await read(client.POST("/api/v1/auth/login", { body: { email, password } }));
  return "attempts_remaining" in answer ? (answer as CodeSent) : null;
}

export const sendCode = (email: string, module: CodeModule) => read(client.POST("/api/v1/auth/send-otp", { body: { email, module } }));
export const sendAgain = (email: string, module: CodeModule) => read(client.POST("/api/v1/auth/resend-otp", { body: { email, module } }));
export const verifyCode = ({ remember = false, ...body }: { email: string; code: string; module: "register" | "login"; remember?: boolean }) => read(client.POST("/api/v1/auth/verify-otp", { body: { ...body, remember } }));
export const forgetPassword = (email: string) => read(client.POST("/api/v1/auth/forget-password", { body: { email } }));
export const resetPassword = (body: { email: string; code: string; new_password: string }) => read(client.POST("/api/v1/auth/reset-password", { body }));
export const passkeyAsked = () => read(client.POST("/api/v1/auth/passkeys/sign-in/options"));
export const passkeyAnswered = (body: Schemas["SignInBody"]) => read(client.POST("/api/v1/auth/passkeys/sign-in", { body }));
