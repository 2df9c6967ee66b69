import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { JobStateTag } from "@/shared/flow/StatusTag";
import { may, useMe } from "@/shared/session/me";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { FilterMenu, type Filter } from "@/shared/table/FilterMenu";
import { Pager } from "@/shared/table/Pager";
import { Search } from "@/shared/table/Search";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Due } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { jobTypes } from "./kinds";
import { Pay } from "./parts";
import { jobsQuery } from "./queries";
import type { Job } from "./types";

const tabs = ["", "OPEN", "PENDING_APPROVAL", "DRAFT", "DECLINED", "CLOSED", "ARCHIVED"] as const;

/** The office's and the recruiter's list: what is open, what waits for approval. */
export function OfficeJobsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const query = { q: state["q"], state: state["state"], job_type: state["job_type"], location: state["location"], sort: state["sort"] ?? "-created_at", page: pageOf(state), limit: 25 };
  const { data, error, refetch, isFetching } = useQuery({ ...jobsQuery(query), placeholderData: keepPreviousData });
  const open = useQuery(jobsQuery({ state: "OPEN", limit: 1 }));
  const pending = useQuery(jobsQuery({ state: "PENDING_APPROVAL", limit: 1 }));
  const waiting = pending.data?.total ?? 0;
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
  const filtered = !!(query.q ?? query.state ?? query.job_type ?? query.location);

  return (
    <>
      <PageHead
        answer={waiting && may(me, "jobs.approve") ? t("officeJobs.waiting", { count: waiting }) : open.data ? t("officeJobs.open", { count: open.data.total }) : t("nav.jobs")}
        rest={waiting ? (may(me, "jobs.approve") ? t("officeJobs.openRest", { count: open.data?.total ?? 0 }) : t("officeJobs.waitingRest", { count: waiting })) : undefined}
      >
        {post}
      </PageHead>
      <section className="card">
        <nav className="tabs" aria-label={t("job.state")}>
          {tabs.map((tab) => (
            <PlainLink key={tab} to="/jobs" search={tab ? { state: tab } : {}} current={(state["state"] ?? "") === tab}>
              {tab ? t(`jobState.${tab}`) : t("all.title")}{tab === "PENDING_APPROVAL" && waiting > 0 && <span className="count count-you">{waiting}</span>}
            </PlainLink>
          ))}
        </nav>
        <div className="toolbar">
          <Search label={t("jobs.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} />
          <FilterMenu filters={filters} state={state} onChange={change} />
        </div>
        {error ? <Failed what={t("nav.jobs")} error={error} retry={() => void refetch()} />
          : !data ? <Skeleton />
            : data.items.length === 0 ? (
              <Empty icon="briefcase" title={filtered ? t("noResults") : t("officeJobs.first")} action={filtered ? <Button onClick={() => change({ q: null, state: null, job_type: null, location: null })}>{t("filter.clearAll")}</Button> : post}>
                {filtered ? t("jobs.loosen") : t("officeJobs.firstText")}
              </Empty>
            ) : (
              <>
                <DataTable
                  caption={t("nav.jobs")} columns={table} rows={data.items} rowId={(job) => job.id} rowName={(job) => job.title} state={state} defaultSort="-created_at"
                  onSort={(sort) => change({ sort })} fetching={isFetching} onOpen={(job) => void navigate({ to: "/jobs/$jobId", params: { jobId: job.id } })}
                />
                <Pager {...data} onPage={(page) => change({ page: String(page) })} />
              </>
            )}
      </section>
    </>
  );
}
