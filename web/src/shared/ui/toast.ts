export interface Toast {
  id: number;
  text: string;
  /** Takes back what was done; or keeps what is held from being done. */
  undo?: (() => void | Promise<unknown>) | undefined;
  /** When it goes by itself, as a timestamp; resting on it stops the clock. */
  until: number;
  /** The time is over without an undo. */
  over?: (() => void) | undefined;
}

type Listener = (toasts: readonly Toast[]) => void;

/** WCAG 2.2.1 and our own rule: at least ten seconds to think again. */
export const LIFE = 10_000;

let next = 1;
let toasts: readonly Toast[] = [];
const listeners = new Set<Listener>();

function set(value: readonly Toast[]): void {
  toasts = value;
  for (const listener of listeners) listener(value);
}

interface Options {
  over?: () => void;
  /** For what the server holds until then. */
  until?: number;
}

/** Success only. What failed stays on the page where it failed. */
export function toast(text: string, undo?: Toast["undo"], { over, until = 0 }: Options = {}): void {
  const gone = toasts.slice(0, -2);
  set([...toasts.slice(-2), { id: next++, text, undo, over, until: Math.max(until, Date.now() + LIFE) }]);
  // Three at most: the oldest is over before its time.
  for (const one of gone) one.over?.();
}

/** Closed by hand or by the clock: what it held is done now. */
export function dismiss(id: number): void {
  const found = toasts.find((one) => one.id === id);
  set(toasts.filter((one) => one !== found));
  found?.over?.();
}

/** Rests the clock: it stays for as long as somebody looks at it, and then for the time that was left. */
export function delay(id: number, by: number): void {
  set(toasts.map((one) => (one.id === id ? { ...one, until: one.until + by } : one)));
}

export async function undo(id: number): Promise<void> {
  const found = toasts.find((one) => one.id === id);
  if (!found?.undo) return;
  set(toasts.filter((one) => one !== found));
  await found.undo();
}

/** The newest that can be undone. */
export function undoLast(): void {
  const found = toasts.findLast((one) => one.undo);
  if (found) void undo(found.id);
}

/** The page is left: what was held has to be done now or never. */
export function settleAll(): void {
  const all = toasts;
  set([]);
  for (const one of all) one.over?.();
}

export function watchToasts(listener: Listener): () => void {
  listeners.add(listener);
  listener(toasts);
  return () => listeners.delete(listener);
}
