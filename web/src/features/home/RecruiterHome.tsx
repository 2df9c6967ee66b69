import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { JobStateTag } from "@/shared/flow/StatusTag";
import { useMe } from "@/shared/session/me";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Due } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { someApplications, someJobs } from "./queries";

export function RecruiterHome() {
  const { t } = useTranslation();
  const me = useMe();
  const jobs = useQuery(someJobs({ sort: "-created_at", limit: 10 }));
  const waiting = useQuery(someApplications({ status: "IN_PROCESS,SHORTLISTED", limit: 1 }));
  const n = waiting.data?.total ?? 0;
  usePage(t("nav.home"), { note: n ? t("applicants.note", { count: n }) : undefined });
  const post = <Link to="/jobs/new" className={buttonClass({ kind: "primary" })}><Icon name="plus" size={16} />{t("job.post")}</Link>;
  return (
    <>
      <PageHead answer={n ? t("recruiter.answer", { count: n }) : t("recruiter.calm")} sub={me.company?.name}>{post}</PageHead>
      <section className="card">
        <div className="card-head"><h2 className="h2">{t("recruiter.jobs")}</h2><Link to="/jobs">{t("recruiter.all")}</Link></div>
        {jobs.error ? <Failed what={t("nav.jobs")} error={jobs.error} retry={() => void jobs.refetch()} /> : !jobs.data ? <Skeleton /> : jobs.data.items.length === 0
          ? <Empty icon="briefcase" title={t("officeJobs.first")} action={post}>{t("officeJobs.firstText")}</Empty> : (
            <ul className="card-list">
              {jobs.data.items.map((job) => (
                <li key={job.id} className="item">
                  <span className="grow"><Link to="/jobs/$jobId" params={{ jobId: job.id }} className="item-title plain">{job.title}</Link><br /><span className="row wrap"><JobStateTag state={job.state} />{job.deadline_at && <Due at={job.deadline_at} />}</span></span>
                  <Link to="/jobs/$jobId/applicants" params={{ jobId: job.id }} className={buttonClass({ small: true })}>{t("office.applicants", { count: job.applications_count ?? 0 })}</Link>
                </li>
              ))}
            </ul>
          )}
      </section>
    </>
  );
}
