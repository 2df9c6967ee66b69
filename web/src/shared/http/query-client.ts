import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { expireSession } from "@/shared/session/expiry";
import { Problem } from "./problem";

function watch(error: unknown): void {
  // 401 on the question "who am I" is an answer, not an expiry: the router deals with it.
  if (error instanceof Problem && error.status === 401 && error.code !== "invalid_credentials") expireSession();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: (error, _variables, _result, mutation) => mutation.meta?.anonymous ? undefined : watch(error) }),
  defaultOptions: {
    // A missing network is an answer to show, with a retry, not a reason to wait without words.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 15_000,
      retry: (count, error) => {
        const { status } = Problem.from(error);
        return (status === 0 || status >= 500) && count < 1;
      },
    },
  },
});
