import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

/** Seconds for which a list may keep its reader waiting. */
const PATIENCE = 10;

export const queryClient = new QueryClient({
  defaultOptions: {
    // A missing network is an answer to show, with a retry, not a reason to wait without words.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 15_000,
      retry: (count, error) => {
        const { status, retryAfter } = Problem.from(error);
        // Asked for too much: a short wait is waited out, a long one is told.
        if (status === 429) return retryAfter <= PATIENCE && count < 2;
        return (status === 0 || status >= 500) && count < 1;
      },
      retryDelay: (count, error) => Math.max(1000 * 2 ** count, 1000 * Problem.from(error).retryAfter),
    },
  },
});
