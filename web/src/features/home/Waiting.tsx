import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Ball } from "@/shared/ui/facts";
import type { Holder, Stats } from "./queries";

const NudgeDialog = lazy(async () => ({ default: (await import("./NudgeDialog")).NudgeDialog }));
const holders = ["company", "student", "office"] as const satisfies readonly Holder[];

/** Where it is stuck: whose turn it has been for days, and one press to remind them. */
export function Waiting({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [nudging, setNudging] = useState<Holder | null>(null);
  const days = stats.waiting_days;
  const search = (holder: Holder) => ({ waiting_for: holder, waiting_days: String(days), sort: "since" });
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("waiting.title", { count: days })}</h2></div>
      <ul className="q">
        {holders.map((holder) => {
          const { count, oldest_since: oldest } = stats.waiting[holder];
          return (
            <li key={holder}>
              <span>
                {count > 0 ? <Link className="plain" to="/applications" search={search(holder)}><b>{t(`waiting.${holder}`, { count, n: format.number(count) })}</b></Link> : <span className="muted">{t(`waiting.${holder}`, { count: 0, n: "0" })}</span>}
                <br />{oldest ? <Ball holder={holder} you={holder === "office"}>{t("waiting.oldest", { span: format.since(oldest) })}</Ball> : <span className="small muted">{t("waiting.none")}</span>}
              </span>
              {count === 0 ? null : holder === "office" ? <Link className={buttonClass({ small: true })} to="/applications" search={search(holder)}>{t("waiting.open")}</Link> : <Button small aria-haspopup="dialog" aria-label={`${t("waiting.nudge")}: ${t(`waiting.${holder}`, { count, n: format.number(count) })}`} onClick={() => setNudging(holder)}>{t("waiting.nudge")}</Button>}
            </li>
          );
        })}
      </ul>
      {nudging && <Suspense><NudgeDialog holder={nudging} days={days} onClose={() => setNudging(null)} /></Suspense>}
    </section>
  );
}
