import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { eligibleCount } from "./queries";
import type { Criteria } from "./types";

/** How many students these rules let in, counted by the server while they are being typed. */
export function EligibleNow({ rules }: { rules: Criteria }) {
  const { t } = useTranslation();
  const format = useFormat();
  const wanted = JSON.stringify(rules);
  const [settled, setSettled] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), 350);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { data, isFetching, error } = useQuery({ ...eligibleCount(JSON.parse(settled) as Criteria), placeholderData: keepPreviousData });
  const share = data && data.total > 0 ? (data.eligible / data.total) * 100 : 0;
  return (
    <section className="card card-pad stack" aria-live="polite" aria-busy={isFetching || wanted !== settled}>
      <h2 className="h3">{t("eligible.title")}</h2>
      {data ? (
        <>
          <p><b className="big-number num">{format.number(data.eligible)}</b> <span className="muted">{t("eligible.of", { total: format.number(data.total) })}</span></p>
          <div className="bar" role="img" aria-label={t("eligible.share", { share: Math.round(share) })}><i style={{ "--v": `${share}%` }} /></div>
          {data.by_rule.filter((rule) => rule.removes > 0).length > 0 && (
            <ul className="small muted">
              {data.by_rule.filter((rule) => rule.removes > 0).map((rule) => <li key={rule.rule}>{t("eligible.removes", { rule: t(`rule.${rule.rule}`, { defaultValue: rule.rule }), n: format.number(rule.removes) })}</li>)}
            </ul>
          )}
        </>
      ) : <p className="small muted">{error ? t("eligible.unknown") : t("loading")}</p>}
    </section>
  );
}
