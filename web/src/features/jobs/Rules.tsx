import { useTranslation } from "@/shared/i18n/i18n";
import { remedyText } from "@/shared/flow/verdict";
import { Icon } from "@/shared/ui/Icon";
import type { Reason, Verdict } from "./types";

function said(value: Reason["needed"]): string {
  if (value === null || value === "") return "·";
  return Array.isArray(value) ? value.join(", ") : String(value);
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
              <td className="num">{said(reason.needed)}</td>
              <td className="num">{said(reason.actual)}</td>
              <td className={reason.passed ? "y" : "n"}><Icon name={reason.passed ? "check" : "circle-x"} label={reason.passed ? t("rules.isMet") : t("rules.notMet")} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What would open a closed door, in the server's words. */
export function Remedies({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const list = verdict.reasons.filter((reason) => !reason.passed && reason.remedy);
  if (list.length === 0) return null;
  return (
    <section>
      <h3 className="h3">{t("rules.change")}</h3>
      <ul className="change small">
        {list.map((reason) => <li key={reason.rule}><Icon name="info" /><span>{remedyText(t, reason)}</span></li>)}
      </ul>
    </section>
  );
}
