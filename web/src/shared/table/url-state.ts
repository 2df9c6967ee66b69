import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type UrlState = Readonly<Record<string, string>>;

/** What a list shows lives in the address: shareable, kept by the back button, restored after sign-in. */
export function useUrlState(): [UrlState, (patch: Record<string, string | null | undefined>, options?: { replace?: boolean; keepPage?: boolean }) => void] {
  const search = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Record<string, string | null | undefined>, { replace = false, keepPage = false } = {}) => {
      void navigate({
        to: ".",
        replace,
        resetScroll: false,
        search: ((before: UrlState) => {
          const next: Record<string, string> = { ...before };
          // Another filter or order starts at its first page.
          if (!keepPage && !("page" in patch)) delete next["page"];
          for (const [name, value] of Object.entries(patch)) {
            if (value === null || value === undefined || value === "") delete next[name];
            else next[name] = value;
          }
          return next;
        }) as never,
      });
    },
    [navigate],
  );
  return [search, change];
}

export function pageOf(state: UrlState): number {
  const page = Number(state["page"]);
  return Number.isInteger(page) && page > 0 ? page : 1;
}
