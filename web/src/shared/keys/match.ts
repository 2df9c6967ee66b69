/** Which shortcut a key press completes. Pure: the caller keeps what was pressed before. */

/** How long the first key of "g j" waits for the second. */
export const PATIENCE = 1500;

interface Press {
  key: string;
  code?: string;
  shiftKey: boolean;
}

/** "x", "Shift+x", "?", "Enter". On a keyboard of another script the place of the key counts, as printed on most of them. */
export function nameOf({ key, code = "", shiftKey }: Press): string {
  if ([...key].length !== 1) return key;
  const letter = /^[a-z]$/iu.test(key) ? key.toLowerCase() : /^Key[A-Z]$/u.test(code) && !/^[\x21-\x7e]$/u.test(key) ? code.slice(3).toLowerCase() : null;
  if (letter === null) return key;
  return shiftKey ? `Shift+${letter}` : letter;
}

/** What `name` after `pending` means: a shortcut of `known`, the beginning of one, or nothing. */
export function step(pending: string, name: string, known: readonly string[]): { hit: string | null; pending: string } {
  const together = pending ? `${pending} ${name}` : name;
  if (known.includes(together)) return { hit: together, pending: "" };
  if (known.some((keys) => keys.startsWith(`${together} `))) return { hit: null, pending: together };
  return pending ? step("", name, known) : { hit: null, pending: "" };
}
