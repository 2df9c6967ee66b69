import type { Translate } from "@/shared/i18n/i18n";
import type { Problem } from "./problem";

/** What the server says besides, for sentences that name it. */
const facts = ({ body }: Problem) => Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === "string" || typeof value === "number")) as Record<string, string | number>;

/** What went wrong in the reader's language: by its code, else as the server says it. */
export function problemText(t: Translate, problem: Problem): string {
  const fallback = problem.message || t(problem.status === 0 ? "failed.offline" : "failed.server");
  return t(`problem.${problem.code}`, { ...facts(problem), defaultValue: fallback });
}
