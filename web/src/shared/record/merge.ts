/** Two people changed one record. Pure. */

export type Values = Record<string, unknown>;
export type Pick = "mine" | "theirs";

export const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export interface Comparison<V extends Values> {
  /** Both changed it, and differently: somebody has to choose. */
  clashes: (keyof V & string)[];
  /** Only the other person changed it; it is taken as it is. */
  theirs: (keyof V & string)[];
  /** Only I changed it; it is kept. */
  mine: (keyof V & string)[];
}

export function compare<V extends Values>(base: V, mine: V, theirs: V): Comparison<V> {
  const result: Comparison<V> = { clashes: [], theirs: [], mine: [] };
  for (const name of Object.keys(theirs) as (keyof V & string)[]) {
    const byMe = !same(base[name], mine[name]);
    const byThem = !same(base[name], theirs[name]);
    if (byMe && byThem && !same(mine[name], theirs[name])) result.clashes.push(name);
    else if (byThem) result.theirs.push(name);
    else if (byMe) result.mine.push(name);
  }
  return result;
}

/** What is saved in the end: theirs, with what only I changed and what I chose to keep. */
export function settle<V extends Values>(base: V, mine: V, theirs: V, picks: Partial<Record<keyof V, Pick>>): V {
  const { clashes, mine: kept } = compare(base, mine, theirs);
  const result = { ...theirs };
  for (const name of [...kept, ...clashes.filter((one) => picks[one] === "mine")]) result[name] = mine[name];
  return result;
}

/** The changed fields alone. */
export function changes<V extends Values>(from: V, to: V): Partial<V> {
  return Object.fromEntries(Object.entries(to).filter(([name, value]) => !same(from[name], value))) as Partial<V>;
}

/** The ETag of a record: when it last changed, in UTC to the microsecond, as the server writes it. */
export function etagOf(updatedAt: string): string {
  const [, day, fraction = "", zone] = /^([^.]+?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)$/u.exec(updatedAt) ?? [];
  if (!day || !zone) return "*";
  return `"${new Date(day + zone).toISOString().slice(0, 19)}.${fraction.padEnd(6, "0").slice(0, 6)}+00:00"`;
}
