import { useSyncExternalStore } from "react";

function watch(query: string) {
  const media = window.matchMedia(query);
  return () => useSyncExternalStore(
    (listener) => { media.addEventListener("change", listener); return () => media.removeEventListener("change", listener); },
    () => media.matches,
  );
}

/** From here on a list and its detail stand side by side. */
export const useWide = watch("(min-width: 1024px)");
/** Room for a table and a panel beside it. */
export const useVeryWide = watch("(min-width: 1181px)");
