import type { Translate } from "@/shared/i18n/i18n";

/** One rule's ruling as the server sends it: numbers apart from words, so that each language finds its own. */
export interface Ruling {
  rule: string;
  passed: boolean;
  text: string;
  needed?: unknown;
  actual?: unknown;
  remedy?: string | null;
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** "CGPA 7.5 needed, yours 7.4": to the student whom it is about, or (`about: "them"`) to the office. */
export function rulingText(t: Translate, ruling: Ruling, about: "you" | "them" = "you"): string {
  const actual = plain(ruling.actual);
  const kind = ruling.rule === "policy" && ruling.needed === 0 ? "elsewhere" : ruling.rule;
  const values = { needed: plain(ruling.needed), actual, known: actual === "" ? "no" : "yes", passed: ruling.passed ? "yes" : "no", about, count: Number(ruling.needed) || 0, defaultValue: ruling.text };
  return t(`ruling.${kind}`, values);
}

/** What would open a closed door. */
export function remedyText(t: Translate, ruling: Ruling): string | null {
  if (ruling.passed || !ruling.remedy) return null;
  if (ruling.rule === "backlogs" && typeof ruling.actual === "number") return t("remedy.backlogs", { count: ruling.actual - Number(ruling.needed) });
  if (ruling.rule === "policy") return t(ruling.needed === 0 ? "remedy.elsewhere" : "remedy.policy");
  if (ruling.rule === "gender") return t("remedy.gender");
  return t("remedy.record");
}
