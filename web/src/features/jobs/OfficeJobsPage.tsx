import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { JobStateTag } from "@/shared/flow/StatusTag";
import { useActions } from "@/shared/keys/actions";
import { may, useMe } from "@/shared/session/me";
import type { TableColumn } from "@/shared/table/DataTable";
import type { Filter } from "@/shared/table/FilterMenu";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { buttonClass } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { Due } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { jobTypes } from "./kinds";
import { Pay } from "./parts";
import { jobsQuery } from "./queries";
import type { Job } from "./types";

const tabs = ["", "OPEN", "PENDING_APPROVAL", "QUESTIONED", "DRAFT", "DECLINED", "CLOSED", "ARCHIVED"] as const;

/** The office's and the recruiter's list: what is open, what waits for approval. */
export function OfficeJobsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const query = { q: state["q"], state: state["state"], job_type: state["job_type"], location: state["location"], sort: state["sort"] ?? "-created_at", page: pageOf(state), limit: 25 };
  const list = useQuery({ ...jobsQuery(query), placeholderData: keepPreviousData });
  const open = useQuery(jobsQuery({ state: "OPEN", limit: 1 }));
  const pending = useQuery(jobsQuery({ state: "PENDING_APPROVAL", limit: 1 }));
  const waiting = pending.data?.total ?? 0;
  useActions(may(me, "jobs.write") ? [{ id: "new", label: t("job.post"), icon: "plus", keys: "n", run: () => void navigate({ to: "/jobs/new" }) }] : []);
  usePage(t("nav.jobs"), { note: waiting ? t("officeJobs.note", { count: waiting }) : undefined });

  const table: TableColumn<Job>[] = [
    {
      key: "title", label: t("job.role"), sort: "title", card: "title",
      cell: (job) => <Link to="/jobs/$jobId" params={{ jobId: job.id }} className="name row"><Mono name={job.company.name} id={job.company.id} size="sm" /><span>{job.title}<span className="faint small block name-sub">{job.company.name}</span></span></Link>,
    },
    { key: "state", label: t("job.state"), card: "tag", cell: (job) => <JobStateTag state={job.state} /> },
    { key: "kind", label: t("job.kind"), card: "hidden", cell: (job) => t(`jobType.${job.job_type}`, { defaultValue: job.job_type }) },
    { key: "location", label: t("job.location"), card: "hidden", cell: (job) => job.location ?? "·" },
    { key: "pay", label: t("job.pay"), num: true, sort: "ctc", downFirst: true, cell: (job) => <Pay job={job} /> },
    {
      key: "applications", label: t("nav.applicants"), num: true,
      cell: (job) => job.applications_count ? <Link to="/jobs/$jobId/applicants" params={{ jobId: job.id }}>{job.applications_count}</Link> : <span className="faint">·</span>,
    },
    { key: "deadline", label: t("job.deadline"), sort: "deadline_at", cell: (job) => job.deadline_at ? <Due at={job.deadline_at} hint={false} /> : <span className="faint">·</span> },
  ];
  const filters: Filter[] = [
    { name: "job_type", label: t("job.kind"), options: jobTypes.map((value) => ({ value, label: t(`jobType.${value}`) })), words: (value) => t(`jobType.${value}`) },
    { name: "location", label: t("job.location"), words: (value) => t("jobs.in", { place: value }) },
  ];
  const post = may(me, "jobs.write") && <Link to="/jobs/new" className={buttonClass({ kind: "primary" })}><Icon name="plus" size={16} />{t("job.post")}</Link>;

  return (
    <>
      <PageHead
        answer={waiting && may(me, "jobs.approve") ? t("officeJobs.waiting", { count: waiting }) : open.data ? t("officeJobs.open", { count: open.data.total }) : t("nav.jobs")}
        rest={waiting ? (may(me, "jobs.approve") ? t("officeJobs.openRest", { count: open.data?.total ?? 0 }) : t("officeJobs.waitingRest", { count: waiting })) : undefined}
      >
        {post}
      </PageHead>
      <ListFrame
        list="jobs" what={t("nav.jobs")} query={list} columns={table} rowId={(job) => job.id} rowName={(job) => job.title} state={state} change={change}
        search={t("jobs.search")} filters={filters} defaultSort="-created_at" onOpen={(job) => void navigate({ to: "/jobs/$jobId", params: { jobId: job.id } })}
        tab={{ name: "state", words: (value) => t(`jobState.${value}`, { defaultValue: value }) }}
        first={<Empty icon="briefcase" title={t("officeJobs.first")} action={post}>{t("officeJobs.firstText")}</Empty>}
        now={<Empty icon="check" title={t("officeJobs.noneNow", { state: t(`jobState.${state["state"] ?? "OPEN"}`) })}>{open.data && t("officeJobs.open", { count: open.data.total })}</Empty>}
        tabs={
          <nav className="tabs" aria-label={t("job.state")}>
            {tabs.map((tab) => (
              <PlainLink key={tab} to="/jobs" search={tab ? { state: tab } : {}} current={(state["state"] ?? "") === tab}>
                {tab ? t(`jobState.${tab}`) : t("all.title")}{tab === "PENDING_APPROVAL" && waiting > 0 && <span className="count count-you">{waiting}</span>}
              </PlainLink>
            ))}
          </nav>
        }
      />
    </>
  );
}
