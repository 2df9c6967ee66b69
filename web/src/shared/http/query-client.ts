import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem";

export const queryClient = new QueryClient({
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
