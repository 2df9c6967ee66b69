import { useEffect, useLayoutEffect, useRef } from "react";
import type { IconName } from "@/shared/ui/icons";

/** Something that can be done on the screen that is open. One registry for the command palette, the keys and the help. */
export interface Action {
  id: string;
  label: string;
  icon?: IconName;
  /** "n", "Shift+x", or two after one another: "g j". */
  keys?: string;
  /** Pages to go to stand in a group of their own. */
  group?: "go";
  /** Only by its key, and in the help: walking rows is nothing to choose from a list. */
  quiet?: boolean;
  /** Why it cannot be done now. */
  off?: string | null | undefined;
  run: () => void;
}

interface Source {
  current: readonly Action[];
}

let sources: readonly Source[] = [];

/** Offers these while the component is on the screen. */
export function useActions(list: readonly Action[]): void {
  const source = useRef(list);
  useLayoutEffect(() => { source.current = list; });
  useEffect(() => {
    sources = [source, ...sources];
    return () => { sources = sources.filter((one) => one !== source); };
  }, []);
}

/** All that can be done now; what came last stands first and wins where two share a name or a key. */
export function actions(): Action[] {
  const seen = new Set<string>();
  const all: Action[] = [];
  for (const source of sources) {
    for (const action of source.current) {
      if (seen.has(action.id)) continue;
      seen.add(action.id);
      all.push(action);
    }
  }
  return all;
}
