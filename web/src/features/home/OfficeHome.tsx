import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Due } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Pipeline } from "./Pipeline";
import { someJobs, type Stats, statsQuery } from "./queries";

function Counters({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counters = [
    { key: "closing", n: stats.closing_48h, to: "/jobs", search: { state: "OPEN", sort: "deadline_at" }, detail: t("office.openJobs", { count: stats.active_jobs }) },
    { key: "approval", n: stats.pending_approvals, to: "/jobs", search: { state: "PENDING_APPROVAL" }, detail: t("office.approvalDetail", { count: stats.pending_approvals }) },
    { key: "expiring", n: stats.offers_expiring_48h, to: "/applications", search: { status: "OFFER_RELEASED" }, detail: t("office.offersOpen", { count: stats.offers_open }) },
    { key: "interviews", n: stats.interviews_today, to: "/applications", search: { status: "INTERVIEW_SCHEDULED" }, detail: t("office.today") },
    { key: "waiting", n: stats.pending_applications, to: "/applications", search: { status: "APPLIED" }, detail: t("office.notLooked") },
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

function Placed({ stats }: { stats: Stats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = stats.placed_percent;
  return (
    <section className="card card-pad stack">
      <h2 className="h2">{t("office.placed", { share: format.number(Math.round(share)) })}</h2>
      <p className="small muted">{t("office.placedOf", { placed: format.number(stats.placed_students), total: format.number(stats.total_students) })}</p>
      <div className="bar bar-lg" role="img" aria-label={t("office.placed", { share: Math.round(share) })}><i style={{ "--v": `${share}%`, "--c": "var(--st-placed-mark)" }} /></div>
      {stats.median_ctc !== null && <p className="small">{t("office.median", { amount: format.money(stats.median_ctc) })}</p>}
      <p className="small"><Link to="/students" search={{ placed: "false" }}>{t("office.unplaced", { count: stats.total_students - stats.placed_students, n: format.number(stats.total_students - stats.placed_students) })}</Link></p>
    </section>
  );
}

const closingQuery = someJobs({ state: "OPEN", sort: "deadline_at", limit: 6 });

function Closing() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(closingQuery);
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("office.next")}</h2><Link className="small" to="/jobs" search={{ state: "OPEN", sort: "deadline_at" }}>{t("office.allOpen")}</Link></div>
      {error ? <Failed what={t("nav.jobs")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={4} /> : data.items.length === 0 ? <Empty icon="circle-check" title={t("office.noneClosing")} /> : (
        <ul className="q">
          {data.items.map((job) => (
            <li key={job.id}>
              <span><Link to="/jobs/$jobId" params={{ jobId: job.id }} className="plain"><b>{job.company.name}</b>, {job.title}</Link><br />{job.deadline_at ? <Due at={job.deadline_at} /> : <span className="due">{t("job.noDeadline")}</span>}</span>
              <Link to="/jobs/$jobId/applicants" params={{ jobId: job.id }} className={buttonClass({ small: true })}>{t("office.applicants", { count: job.applications_count ?? 0 })}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** S19: what closes today, and where is it stuck? */
export function OfficeHome() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { data, error, refetch } = useQuery(statsQuery);
  const now = new Date();
  const pressing = data ? data.closing_48h + data.offers_expiring_48h : 0;
  usePage(t("nav.home"), { note: data?.pending_approvals ? t("officeJobs.note", { count: data.pending_approvals }) : undefined });
  return (
    <>
      <PageHead
        answer={data ? (pressing ? t("office.answer", { count: pressing }) : t("office.calm")) : t("nav.home")}
        rest={data?.pending_approvals ? t("office.answerRest", { count: data.pending_approvals }) : undefined}
        sub={`${format.longDay(now)}, ${format.clock(now)}`}
      >
        {may(me, "jobs.write") && <Link to="/jobs/new" className={buttonClass({ kind: "primary" })}><Icon name="plus" size={16} />{t("job.post")}</Link>}
      </PageHead>
      {error ? <div className="card"><Failed what={t("office.numbers")} error={error} retry={() => void refetch()} /></div> : !data ? <Skeleton rows={3} tall /> : (
        <>
          <Counters stats={data} />
          <div className="ogrid ogrid-below">
            <div className="col"><Pipeline rows={data.pipeline} /></div>
            <div className="col"><Closing /><Placed stats={data} /></div>
          </div>
        </>
      )}
    </>
  );
}

OfficeHome.before = () => [queryClient.prefetchQuery(statsQuery), queryClient.prefetchQuery(closingQuery)];
