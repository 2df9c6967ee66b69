/** What this browser keeps of a person: drafts, visited pages, how they like to work. All of it goes at sign-out, and when
 * somebody else signs in. */

const prefix = "careerdesk.own.";
let over = false;

export function keep(name: string, value: unknown): boolean {
  if (over) return false;
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
    return true;
  } catch {
    // Full or forbidden: the caller says so where it matters.
    return false;
  }
}

export function kept<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null") as T | null;
  } catch {
    return null;
  }
}

export function drop(name: string): void {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // Nothing was kept then.
  }
}

function dropAll(): void {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
  } catch {
    // Nothing was kept then.
  }
}

/** Signed out: what is still open on this page may keep nothing more, not even while it closes. */
export function forget(): void {
  over = true;
  dropAll();
}

/** What another person left behind is not shown to this one. */
export function belongsTo(person: string): void {
  if (kept<string>("who") === person) return;
  dropAll();
  keep("who", person);
}
