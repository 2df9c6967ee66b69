import type { Translate } from "@/shared/i18n/i18n";
import type { JobDetail } from "./types";

/** The policy of the season in words, as it stands beside Apply. */
export function policyLines(t: Translate, { max_offers: most, close_others: closes, offer_days: days }: JobDetail["policy_facts"]): string[] {
  return [t("policy.offers", { count: most }), closes ? t("policy.closes", { count: most }) : null, t("policy.answer", { count: days }), t("policy.withdraw")].filter((line) => line !== null);
}
