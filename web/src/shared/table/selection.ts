import { useCallback, useMemo, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  count: number;
  /** Everything that matches the filters, not only what was ticked on the pages seen. */
  all: boolean;
  has: (id: string) => boolean;
  toggle: (id: string, on?: boolean) => void;
  page: (ids: string[], on: boolean) => void;
  everything: (ids: string[]) => void;
  clear: () => void;
}

/** Survives paging; a change of the filters (`scope`) drops it, because "all that match" would mean something else. */
export function useSelection(scope: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);

  const [known, setKnown] = useState(scope);
  if (known !== scope) {
    setKnown(scope);
    setIds(new Set());
    setAll(false);
  }

  const page = useCallback((list: string[], on: boolean) => {
    setAll(false);
    setIds((before) => {
      const next = new Set(before);
      for (const id of list) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  }, []);
  const toggle = useCallback((id: string, on?: boolean) => {
    setAll(false);
    setIds((before) => {
      const next = new Set(before);
      if (on ?? !next.has(id)) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const everything = useCallback((list: string[]) => {
    setIds(new Set(list));
    setAll(true);
  }, []);
  const clear = useCallback(() => {
    setIds(new Set());
    setAll(false);
  }, []);

  return useMemo(
    () => ({ ids, count: ids.size, all, has: (id: string) => ids.has(id), toggle, page, everything, clear }),
    [ids, all, toggle, page, everything, clear],
  );
}
