import { useEffect, useState } from "react";

const MINUTE = 60_000;

/** The time, anew each minute: a text that counts down without a word a second for screen readers. */
export function useNow(every = MINUTE): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
