/** Which sentence an item says, and with which facts. Pure: the catalogue has the words. */

export interface Told {
  event: string;
  facts: Record<string, unknown>;
  title: string;
}

const statuses = new Set(["SELECTED", "IN_PROCESS", "INTERVIEW_SCHEDULED", "SHORTLISTED", "OFFER_RELEASED", "PLACED", "OFFER_DECLINED", "WITHDRAWN", "REJECTED"]);
const causes = new Set(["lapsed", "revoked"]);
const plain = new Set([
  "application.applied", "application.nudged", "offer.accepted", "offer.declined", "offer.lapsed", "offer.revoked", "offer.reneged", "offer.question",
  "job.submitted", "job.approved", "job.declined", "job.asked", "task.succeeded", "task.failed", "correction.asked", "correction.accepted", "correction.refused",
  "account.passkey_added", "account.passkey_removed", "account.provider_linked", "account.key_made", "account.key_revoked", "account.roles", "account.reactivated",
  "account.signed_out", "account.acted",
]);

const said = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** The key below "notice.", or null for an event that has no words here: the server's English then stands. */
export function keyOf({ event, facts }: Told): string | null {
  if (event === "application.moved") {
    const cause = said(facts["cause"]);
    if (causes.has(cause)) return `moved.${cause}`;
    const status = said(facts["status"]);
    return statuses.has(status) ? `moved.${status}` : "moved.other";
  }
  return plain.has(event) ? event : null;
}

type Say = (key: string, values?: Record<string, string | number>) => string;

/** One line in the reader's language, and what it adds: until when, why. */
export function wordsOf(told: Told, t: Say, moment: (iso: string) => string): { title: string; more: string } {
  const { facts } = told;
  const key = keyOf(told);
  const known = (name: string) => said(facts[name]);
  const job = known("company") ? t("notice.jobAt", { job: known("job"), company: known("company") }) : known("job");
  const field = known("field") ? t(`field.${known("field")}`, { defaultValue: known("field").replaceAll("_", " ") }) : "";
  const somebody = (name: string) => known(name) || t("notice.somebody");
  const held = Array.isArray(facts["held"]) ? facts["held"].map((role) => t(`role.${said(role)}`)).join(", ") : known("roles");
  const values = {
    job, student: somebody("student"), who: somebody("who"), name: known("name"), n: Number(facts["n"] ?? 1), title: known("title"), field, roles: held || "none",
    when: known("until") && moment(known("until")),
  };
  const title = key ? t(`notice.${key}`, values) : told.title;
  const status = known("status");
  const more = [
    status === "INTERVIEW_SCHEDULED" && known("interview_at") ? moment(known("interview_at")) : "",
    status === "OFFER_RELEASED" && known("deadline_at") ? t("notice.answerBy", { when: moment(known("deadline_at")) }) : "",
    known("reason") || known("note") || known("text") || known("error"),
  ];
  return { title, more: more.filter(Boolean).join(" · ") };
}
