import { forget } from "@/shared/preferences/own";

/** The session ended while somebody was at work. Only a person who had signed in on this page can lose a session. */
type Listener = (expired: boolean) => void;
/** Why somebody is asked to sign in again: the session is over, or what they want takes somebody who has just signed in. */
export type Why = "ended" | "confirm";

let signedIn = false;
let expired = false;
let why: Why = "ended";
const listeners = new Set<Listener>();

function tell(value: boolean): void {
  if (expired === value) return;
  expired = value;
  for (const listener of listeners) listener(value);
}

export function sessionBegan(): void {
  signedIn = true;
  tell(false);
}

/** Signed out by hand: nothing of this person stays in the browser. */
export function sessionEnded(): void {
  forget();
  signedIn = false;
  tell(false);
}

export function expireSession(reason: Why = "ended"): void {
  if (!signedIn) return;
  why = reason;
  tell(true);
}

export const whyExpired = (): Why => why;

export function isExpired(): boolean {
  return expired;
}

export function onExpiry(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
