import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import type { Stats } from "./queries";

/** What presses, each a link to the list that it counts. */
export function Counters({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const toApprove = stats.pending_approvals + stats.questions_open;
  const approval = stats.pending_approvals > 0 || stats.questions_open === 0 ? "PENDING_APPROVAL" : "QUESTIONED";
  const counters = [
    { key: "closing", n: stats.closing_48h, to: "/jobs", search: { state: "OPEN", sort: "deadline_at" }, detail: t("office.openJobs", { count: stats.active_jobs }) },
    // Who approves nothing is not told what waits for it.
    ...(may(me, "jobs.approve") ? [{ key: "approval", n: toApprove, to: "/jobs", search: { state: approval }, detail: t("office.approvalDetail", { approve: stats.pending_approvals, asked: stats.questions_open }) }] as const : []),
    { key: "expiring", n: stats.offers_expiring_48h, to: "/applications", search: { status: "OFFER_RELEASED" }, detail: t("office.offersOpen", { count: stats.offers_open }) },
    { key: "interviews", n: stats.interviews_today, to: "/applications", search: { status: "INTERVIEW_SCHEDULED" }, detail: t("office.interviewsSet", { count: stats.applications_by_status["INTERVIEW_SCHEDULED"] ?? 0 }) },
    { key: "corrections", n: stats.corrections_waiting, to: "/students/corrections", search: {}, detail: t("office.correctionsDetail", { count: stats.corrections_waiting }) },
  ] as const;
  return (
    <div className="counters">
      {counters.map((one) => (
        <Link key={one.key} to={one.to} search={one.search} className={`counter ${one.key === "closing" && one.n ? "urgent" : ""}`}>
          <span className="k">{t(`office.${one.key}`)}</span><span className="v">{format.number(one.n)}</span><span className="d">{one.detail}</span>
        </Link>
      ))}
    </div>
  );
}
