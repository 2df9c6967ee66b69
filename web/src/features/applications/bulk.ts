import type { Move } from "@/shared/flow/moves";
import type { Application } from "./types";

/** The moves of these rows, the most common first: the first primary one is the step onwards. Pure. */
export function movesOf(rows: Application[]): Move[] {
  const tally = new Map<string, { move: Move; n: number }>();
  for (const row of rows) {
    for (const move of row.moves) tally.set(move.name, { move, n: (tally.get(move.name)?.n ?? 0) + 1 });
  }
  return [...tally.values()].sort((a, b) => Number(b.move.kind === "primary") - Number(a.move.kind === "primary") || b.n - a.n).map((one) => one.move);
}

export const onward = (moves: Move[]): Move | undefined => moves.find((move) => move.kind === "primary");
export const named = (moves: Move[], name: string): Move | undefined => moves.find((move) => move.name === name);
