import { queryClient } from "@/shared/http/query-client";
import { sessionEnded } from "./expiry";

/** The browser is nobody, or somebody else, from here on: what is known goes with the page, and the browser's own way back
 * does not bring it again. The page stands until then, because what it shows must not lose its ground under it. */
export function leaveFor(path: string): void {
  sessionEnded();
  addEventListener("pagehide", () => queryClient.clear(), { once: true });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  location.assign(path);
}
