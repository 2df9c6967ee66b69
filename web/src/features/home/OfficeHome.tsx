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
import { Counters } from "./Counters";
import { Pipeline } from "./Pipeline";
import { Placed } from "./Placed";
import { someJobs, type Stats, statsQuery } from "./queries";
import { Waiting } from "./Waiting";

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

/** Where it is stuck, as a part of the answer: who has been waited for longest, the reader last. */
function stuck({ waiting }: Stats): "company" | "student" | "office" | null {
  return (["company", "student", "office"] as const).find((holder) => waiting[holder].count > 0) ?? null;
}

/** S19: what closes today, and where is it stuck? */
export function OfficeHome() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { data, error, refetch } = useQuery(statsQuery);
  const now = new Date();
  const pressing = data ? data.closing_48h + data.offers_expiring_48h : 0;
  const holder = data ? stuck(data) : null;
  const waits = data && holder ? t(`office.stuck.${holder}`, { count: data.waiting[holder].count, n: format.number(data.waiting[holder].count), days: data.waiting_days }) : undefined;
  usePage(t("nav.home"), { note: data?.pending_approvals && may(me, "jobs.approve") ? t("officeJobs.note", { count: data.pending_approvals }) : undefined });
  return (
    <>
      <PageHead
        answer={data ? (pressing ? t("office.answer", { count: pressing }) : t("office.calm")) : t("nav.home")} rest={waits}
        sub={[`${format.longDay(now)}, ${format.clock(now)}`, data?.season, me.department && t("office.ofDepartment", { name: me.department })].filter(Boolean).join(" · ")}
      >
        {may(me, "jobs.write") && <Link to="/jobs/new" className={buttonClass({ kind: "primary" })}><Icon name="plus" size={16} />{t("job.post")}</Link>}
      </PageHead>
      {error ? <div className="card"><Failed what={t("office.numbers")} error={error} retry={() => void refetch()} /></div> : !data ? <Skeleton rows={3} tall /> : (
        <>
          <Counters stats={data} />
          <div className="ogrid ogrid-below">
            <div className="col"><Pipeline stats={data} /><Placed stats={data} /></div>
            <div className="col"><Waiting stats={data} /><Closing /></div>
          </div>
        </>
      )}
    </>
  );
}

OfficeHome.before = () => [queryClient.prefetchQuery(statsQuery), queryClient.prefetchQuery(closingQuery)];
