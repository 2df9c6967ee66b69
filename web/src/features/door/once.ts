import { useEffect, useState } from "react";

interface Once<Data> {
  data?: Data;
  error?: unknown;
}

/** Asked once, when the page opens. The door has no query cache: whoever stands before it waits for few bytes. */
export function useOnce<Data>(ask: () => Promise<Data>): Once<Data> {
  const [state, set] = useState<Once<Data>>({});
  useEffect(() => {
    let gone = false;
    ask().then((data) => { if (!gone) set({ data }); }, (error: unknown) => { if (!gone) set({ error }); });
    return () => { gone = true; };
    // The question belongs to the page, not to its renderings.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return state;
}
