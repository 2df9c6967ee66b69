import "@/shared/ui/index.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "@/shared/http/query-client";
import { speak, startI18n } from "@/shared/i18n/i18n";
import { type Me, meQuery } from "@/shared/session/me";
import { router } from "./router";

// A new release removes the old chunks: a page that still asks for one starts afresh instead of breaking.
window.addEventListener("vite:preloadError", (event) => {
  const last = Number(sessionStorage.getItem("careerdesk.reloaded") ?? 0);
  if (Date.now() - last < 10_000) return;
  event.preventDefault();
  sessionStorage.setItem("careerdesk.reloaded", String(Date.now()));
  location.reload();
});

// Only for the page that says that there is no network; whatever hinders it hinders nothing else.
if (import.meta.env.PROD) void navigator.serviceWorker?.register("/sw.js").catch(() => undefined);

// The server has said in the document who is signed in: one question less to wait for.
const told = document.getElementById("me")?.textContent;
if (told) queryClient.setQueryData(meQuery.queryKey, JSON.parse(told) as Me);

const place = document.getElementById("root");
if (place) {
  void startI18n().then(() => {
    createRoot(place).render(
      <StrictMode>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </StrictMode>,
    );
    // What may go wrong is worded once the page stands; until then the server's own words do.
    setTimeout(() => void speak("problem"), 3000);
  });
}
