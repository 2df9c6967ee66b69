import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { eligibleCount } from "./queries";
import type { Criteria, EligibleCount } from "./types";

interface Props {
  eligible: number | undefined;
  total: number;
  /** What each rule removes by itself. */
  rules: EligibleCount["by_rule"];
  busy: boolean;
  failed: boolean;
}

export function EligibleCard({ eligible, total, rules, busy, failed }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = eligible !== undefined && total > 0 ? (eligible / total) * 100 : 0;
  const removing = rules.filter((rule) => rule.removes > 0).sort((a, b) => b.removes - a.removes);
  return (
    <section className="card card-pad stack" aria-live="polite" aria-busy={busy}>
      <h2 className="h3">{t("eligible.title")}</h2>
      {eligible === undefined ? <p className="small muted">{failed ? t("eligible.unknown") : t("loading")}</p> : (
        <>
          <p><b className="big-number num">{format.number(eligible)}</b> <span className="muted">{t("eligible.of", { total: format.number(total) })}</span></p>
          <div className="bar" role="img" aria-label={t("eligible.share", { share: Math.round(share) })}><i style={{ "--v": `${share}%` }} /></div>
          {removing.length > 0 && <ul className="small muted">{removing.map((rule) => <li key={rule.rule}>{t("eligible.removes", { rule: t(`rule.${rule.rule}`, { defaultValue: rule.rule }), n: format.number(rule.removes) })}</li>)}</ul>}
        </>
      )}
    </section>
  );
}

/** How many students the rules of a posting let in. */
export function EligibleNow({ rules }: { rules: Criteria }) {
  const { data, isFetching, error } = useQuery(eligibleCount(rules));
  return <EligibleCard eligible={data?.eligible} total={data?.total ?? 0} rules={data?.by_rule ?? []} busy={isFetching} failed={!!error} />;
}
