/** How long work will still take, as a range of seconds: an estimate that claims a second would lie. Pure. */
export function left(task: { done: number; total: number | null; started_at: string | null }, now: Date): { from: number; to: number } | null {
  const { done, total, started_at } = task;
  // Before five percent the rate says nothing.
  if (!total || !started_at || done < total * 0.05 || done >= total) return null;
  const seconds = ((now.getTime() - new Date(started_at).getTime()) / 1000 / done) * (total - done);
  return { from: Math.max(1, Math.round(seconds * 0.8)), to: Math.max(2, Math.ceil(seconds * 1.3)) };
}

/** Whole percent, or null where the total is not known. */
export function share({ done, total }: { done: number; total: number | null }): number | null {
  return total ? Math.min(100, Math.floor((done / total) * 100)) : null;
}
