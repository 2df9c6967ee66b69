import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/http/query-client";
import { JobStateTag, StatusTag } from "@/shared/flow/StatusTag";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Ball, Due } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { someApplications, someJobs } from "./queries";
import { WelcomeCard } from "./WelcomeCard";

const jobsQuery = someJobs({ sort: "-created_at", limit: 10 });
const askedQuery = someJobs({ state: "QUESTIONED", limit: 5 });
const waitingQuery = someApplications({ waiting_for: "company", sort: "since", limit: 8 });

/** Who waits for the company longest: the first act of the day. */
function Candidates() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(waitingQuery);
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("recruiter.waiting")}</h2><Link to="/applications" search={{ waiting_for: "company" }}>{t("recruiter.allWaiting", { count: data?.total ?? 0 })}</Link></div>
      {error ? <Failed what={t("nav.candidates")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={4} /> : data.items.length === 0 ? <Empty icon="circle-check" title={t("recruiter.calm")}>{t("recruiter.calmText")}</Empty> : (
        <ul className="card-list">
          {data.items.map((one) => (
            <li key={one.id} className="item">
              <span className="grow"><Link to="/applications/$applicationId" params={{ applicationId: one.id }} className="item-title plain">{one.student.full_name}</Link><br /><span className="small muted">{one.job.title}</span></span>
              <span className="item-end"><StatusTag status={one.status} /><Ball holder="company" you>{t("board.since", { span: format.since(one.since) })}</Ball></span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What waits for me, what the office asks, and how my jobs stand. */
export function RecruiterHome() {
  const { t } = useTranslation();
  const me = useMe();
  const jobs = useQuery(jobsQuery);
  const asked = useQuery(askedQuery);
  const waiting = useQuery(waitingQuery);
  const n = waiting.data?.total ?? 0;
  const questions = asked.data?.items ?? [];
  usePage(t("nav.home"), { note: n ? t("applicants.note", { count: n }) : undefined });
  const post = may(me, "jobs.write") && <Link to="/jobs/new" className={buttonClass({ kind: "primary" })}><Icon name="plus" size={16} />{t("job.post")}</Link>;
  return (
    <>
      <PageHead answer={n ? t("recruiter.answer", { count: n }) : t("recruiter.calm")} rest={questions.length > 0 ? t("recruiter.askedRest", { count: questions.length }) : undefined} sub={me.company?.name}>{post}</PageHead>
      <div className="stack-6">
        <WelcomeCard />
        {questions.map((job) => (
          <Notice key={job.id} tone="warn" icon="message-circle" action={<Link to="/jobs/$jobId" params={{ jobId: job.id }} className={buttonClass()}>{t("recruiter.readQuestion")}</Link>}><b>{t("recruiter.asked", { title: job.title })}</b> <span className="muted">{t("recruiter.askedText")}</span></Notice>
        ))}
        <div className="ogrid">
          <div className="col"><Candidates /></div>
          <div className="col">
            <section className="card">
              <div className="card-head"><h2 className="h2">{t("recruiter.jobs")}</h2><Link to="/jobs">{t("recruiter.all")}</Link></div>
              {jobs.error ? <Failed what={t("nav.jobs")} error={jobs.error} retry={() => void jobs.refetch()} /> : !jobs.data ? <Skeleton /> : jobs.data.items.length === 0
                ? <Empty icon="briefcase" title={t("officeJobs.first")} action={post}>{t("officeJobs.firstText")}</Empty> : (
                  <ul className="card-list">
                    {jobs.data.items.map((job) => (
                      <li key={job.id} className="item">
                        <span className="grow"><Link to="/jobs/$jobId" params={{ jobId: job.id }} className="item-title plain">{job.title}</Link><br /><span className="row wrap"><JobStateTag state={job.state} />{job.deadline_at && <Due at={job.deadline_at} hint={false} />}</span></span>
                        <Link to="/jobs/$jobId/applicants" params={{ jobId: job.id }} className={buttonClass({ small: true })}>{t("office.applicants", { count: job.applications_count ?? 0 })}</Link>
                      </li>
                    ))}
                  </ul>
                )}
            </section>
          </div>
        </div>
      </div>
    </>
  );
}

RecruiterHome.before = () => [jobsQuery, askedQuery, waitingQuery].map((one) => queryClient.prefetchQuery(one as typeof jobsQuery));
