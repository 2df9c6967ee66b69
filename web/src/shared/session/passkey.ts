import { passkeyAnswered, passkeyAsked } from "./ways";

type Json = Record<string, unknown>;

const bytes = (text: string): ArrayBuffer => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)).buffer;
const text = (buffer: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export const passkeysWork = typeof PublicKeyCredential === "function";

/** Whether the browser offers passkeys in the list of an input field. */
export async function offersInField(): Promise<boolean> {
  return passkeysWork && (await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) === true;
}

/** WebAuthn's JSON as the browser's own type, and back: written out, because not every browser has `toJSON` yet. */
function withBytes(options: Json): Json {
  const known = (list: unknown) => (list as Json[] | undefined)?.map((one) => ({ ...one, id: bytes(String(one["id"])) }));
  const user = options["user"] as Json | undefined;
  return {
    ...options,
    challenge: bytes(String(options["challenge"])),
    ...(user && { user: { ...user, id: bytes(String(user["id"])) } }),
    ...("excludeCredentials" in options && { excludeCredentials: known(options["excludeCredentials"]) }),
    ...("allowCredentials" in options && { allowCredentials: known(options["allowCredentials"]) }),
  };
}

function asJson(made: Credential | null): Json {
  if (!(made instanceof PublicKeyCredential)) throw new DOMException("", "NotAllowedError");
  const said = made.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const response: Json = { clientDataJSON: text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"] as const) if (said[name]) response[name] = text(said[name]);
  return { id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(), response };
}

export async function makePasskey(options: Json): Promise<Json> {
  return asJson(await navigator.credentials.create({ publicKey: withBytes(options) as unknown as PublicKeyCredentialCreationOptions }));
}

/** Whoever closes the browser's own window has said no, and is told nothing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
}

/** Sign in with a passkey. `signal` ends a question that waits in the field. */
export async function signInWithPasskey(signal?: AbortSignal): Promise<void> {
  const { ticket, options } = await passkeyAsked();
  const publicKey = withBytes(options) as unknown as PublicKeyCredentialRequestOptions;
  const made = await navigator.credentials.get({ publicKey, ...(signal && { mediation: "conditional", signal }) });
  await passkeyAnswered({ ticket, credential: asJson(made) });
}
