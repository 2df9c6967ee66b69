import { type Translate, useTranslation } from "@/shared/i18n/i18n";
import { remedyText } from "@/shared/flow/verdict";
import { Icon } from "@/shared/ui/Icon";
import { PlainLink } from "@/shared/ui/PlainLink";
import type { Reason, Verdict } from "./types";

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}

const percents = new Set(["tenth", "twelfth"]);

/** What a rule asks, as a person would say it: "6.5 or more". */
function asked(t: Translate, { rule, needed }: Reason): string {
  if (rule === "policy") return needed === 0 ? t("rules.elsewhere") : t("rules.offers", { count: Number(needed) });
  if (rule === "cgpa") return t("rules.orMore", { value: plain(needed) });
  if (percents.has(rule)) return t("rules.percent", { value: plain(needed) });
  if (rule === "backlogs") return needed === 0 ? t("rules.none") : t("rules.atMost", { value: plain(needed) });
  return plain(needed);
}

function own(t: Translate, { rule, needed, actual }: Reason): string {
  if (actual === null || actual === "") return t("rules.unknown");
  if (rule === "policy") return needed === 0 ? t("rules.placedElsewhere") : t("rules.held", { count: Number(actual) });
  if (percents.has(rule)) return t("rules.percentYou", { value: plain(actual) });
  return rule === "backlogs" && actual === 0 ? t("rules.none") : plain(actual);
}

/** Every rule with both numbers, met or not. */
export function RuleTable({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  if (verdict.reasons.length === 0) return null;
  return (
    <section>
      <h3 className="h3">{t("rules.title")}</h3>
      <table className="rules">
        <thead><tr><th scope="col">{t("rules.rule")}</th><th scope="col">{t("rules.asked")}</th><th scope="col">{t("rules.you")}</th><th scope="col"><span className="vh">{t("rules.met")}</span></th></tr></thead>
        <tbody>
          {[...verdict.reasons].sort((a, b) => Number(a.passed) - Number(b.passed)).map((reason) => (
            <tr key={reason.rule} className={reason.passed ? "" : "fail"}>
              <th scope="row">{t(`rule.${reason.rule}`, { defaultValue: reason.rule })}</th>
              <td className="num">{asked(t, reason)}</td>
              <td className="num">{own(t, reason)}</td>
              <td className={reason.passed ? "y" : "n"}><Icon name={reason.passed ? "check" : "circle-x"} label={reason.passed ? t("rules.isMet") : t("rules.notMet")} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="xs faint rules-source">{t(verdict.unverified ? "rules.yourUnverified" : "rules.yourRecord")}</p>
    </section>
  );
}

/** Whether a mistake in the record may be what closes the door. */
const asksRecord = ({ rule }: Reason) => rule !== "policy" && rule !== "gender";

/** What would open a closed door, in the server's words. */
export function Remedies({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  // Two rules with one remedy say it once.
  const list = verdict.reasons.filter((reason, index, all) => !reason.passed && reason.remedy && all.findIndex((other) => !other.passed && remedyText(t, other) === remedyText(t, reason)) === index);
  if (list.length === 0) return null;
  return (
    <section>
      <h3 className="h3">{t("rules.change")}</h3>
      <ul className="change small">
        {list.map((reason) => <li key={reason.rule}><Icon name="info" /><span>{remedyText(t, reason)}{asksRecord(reason) && <> <PlainLink to="/me" search={{ tab: "profile" }}>{t("remedy.openRecord")}</PlainLink></>}</span></li>)}
      </ul>
    </section>
  );
}
