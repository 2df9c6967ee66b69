import { useRef, useState } from "react";
import { Problem } from "@/shared/http/problem";
import type { Values } from "./merge";

interface Stamped {
  updated_at: string;
}

export interface Conflict<R, V extends Values> {
  base: R;
  fresh: R;
  mine: V;
}

/** Saves on the condition that nobody else has meanwhile. Where somebody has, the fresh record is fetched, to choose from. */
export function useConflict<R extends Stamped, V extends Values>(first: R | null, fetch: () => Promise<R>) {
  const base = useRef(first);
  const [conflict, setConflict] = useState<Conflict<R, V> | null>(null);
  return {
    conflict,
    /** What the form began with, or was settled on. */
    on: () => base.current,
    close: () => setConflict(null),
    /** From here on the form stands on the fresh record. */
    settle: () => {
      if (conflict) base.current = conflict.fresh;
      setConflict(null);
    },
    /** Null where a conflict came up, which is then open. What else goes wrong is thrown. */
    guard: async <Result>(mine: V, save: () => Promise<Result>): Promise<{ result: Result } | null> => {
      try {
        return { result: await save() };
      } catch (error) {
        const { status } = Problem.from(error);
        if (!base.current || (status !== 409 && status !== 412)) throw error;
        const fresh = await fetch();
        // Refused for another reason than a change by somebody else.
        if (status === 409 && fresh.updated_at === base.current.updated_at) throw error;
        setConflict({ base: base.current, fresh, mine });
        return null;
      }
    },
  };
}
