export interface Toast {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
}

type Listener = (toasts: readonly Toast[]) => void;

let next = 1;
let toasts: readonly Toast[] = [];
const listeners = new Set<Listener>();

function set(value: readonly Toast[]): void {
  toasts = value;
  for (const listener of listeners) listener(toasts);
}

/** Success only. What failed stays on the page where it failed. */
export function toast(text: string, undo?: () => void): void {
  set([...toasts.slice(-2), { id: next++, text, undo }]);
}

export function dismiss(id: number): void {
  set(toasts.filter((one) => one.id !== id));
}

export function watchToasts(listener: Listener): () => void {
  listeners.add(listener);
  listener(toasts);
  return () => listeners.delete(listener);
}
