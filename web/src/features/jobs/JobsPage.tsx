import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { FilterMenu, type Filter } from "@/shared/table/FilterMenu";
import { Pager } from "@/shared/table/Pager";
import { Search } from "@/shared/table/Search";
import { pageOf, type UrlState, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { useWide } from "@/shared/ui/wide";
import { JobDetailPane } from "./JobDetailPane";
import { jobTypes } from "./kinds";
import { JobMeta, Pay } from "./parts";
import { jobsQuery } from "./queries";
import type { Job } from "./types";

const LIMIT = 12;

function Row({ job, current, onPick }: { job: Job; current: boolean; onPick: ((id: string) => void) | null }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link
        to="/jobs/$jobId" params={{ jobId: job.id }} className={`item job ${current ? "is-current" : ""}`} aria-current={current || undefined}
        onClick={(event) => {
          if (!onPick || event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onPick(job.id);
        }}
      >
        <Mono name={job.company.name} id={job.company.id} />
        <span className="grow">
          <span className="row row-between job-top"><span className="item-title">{job.title}</span><span className="pay"><Pay job={job} /></span></span>
          <span className="muted small block">{[job.company.name, job.location ?? t("job.anywhere")].join(" · ")}</span>
          <JobMeta job={job} />
        </span>
      </Link>
    </li>
  );
}

const totalQuery = jobsQuery({ active_only: true, limit: 1 });
const openQuery = jobsQuery({ active_only: true, limit: 1, eligible: true });

/** What the address asks for. */
function listQuery(state: UrlState) {
  const saved = state["saved"] === "true";
  const eligible = saved || state["show"] === "all" ? undefined : "true";
  const { q, job_type, location, skill } = state;
  return jobsQuery({ q, job_type, location, skill, saved: saved || undefined, eligible, active_only: true, sort: state["sort"] ?? "deadline_at", page: pageOf(state), limit: LIMIT });
}

/** S4: which of these can I apply to, and by when? List left, detail right from 1024 px. */
export function JobsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useWide();
  const [state, change] = useUrlState();
  const placed = useMe().student?.is_placed;
  const all = state["show"] === "all";
  const saved = state["saved"] === "true";
  const filters = { q: state["q"], job_type: state["job_type"], location: state["location"], skill: state["skill"] };
  const list = useQuery({ ...listQuery(state), placeholderData: keepPreviousData });
  const total = useQuery(totalQuery);
  const open = useQuery(openQuery);
  const items = list.data?.items ?? [];
  const chosen = wide ? (items.find((job) => job.id === state["job"])?.id ?? items[0]?.id) : undefined;
  const n = open.data?.total;
  const closed = (total.data?.total ?? 0) - (n ?? 0);
  const pressing = items.filter((job) => job.deadline_at && format.due(job.deadline_at).urgency !== "later").length;
  usePage(t("nav.jobs"), { note: n === undefined ? undefined : t("jobs.titleNote", { count: n }) });

  const choices: Filter[] = [
    { name: "job_type", label: t("job.kind"), options: jobTypes.map((value) => ({ value, label: t(`jobType.${value}`) })), words: (value) => t(`jobType.${value}`) },
    { name: "location", label: t("job.location"), words: (value) => t("jobs.in", { place: value }) },
    { name: "skill", label: t("job.skill"), words: (value) => value },
    { name: "sort", label: t("jobs.order"), options: ["deadline_at", "-created_at", "-ctc"].map((value) => ({ value, label: t(`jobs.sort.${value}`) })), words: (value) => t(`jobs.sort.${value}`) },
  ];
  const filtered = Object.values(filters).some(Boolean) || saved;

  return (
    <>
      <PageHead
        answer={n === undefined ? t("nav.jobs") : t("jobs.answer", { open: format.number(n), total: format.number(total.data?.total ?? n) })}
        rest={n === undefined ? undefined : t("jobs.answerRest", { count: n })}
        sub={all ? t("jobs.showingAll") : saved ? t("jobs.showingSaved") : pressing > 0 ? t("jobs.pressing", { count: pressing }) : t("jobs.calm")}
      />
      <div className="chips chips-scroll jobs-filters">
        <Search label={t("jobs.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} />
        <button type="button" className="chip" aria-pressed={!all && !saved} onClick={() => change({ show: all || saved ? null : "all", saved: null })}>
          {!all && !saved && <Icon name="check" />}{t("jobs.openToMe")}
        </button>
        <button type="button" className="chip" aria-pressed={saved} onClick={() => change({ saved: saved ? null : "true", show: null })}><Icon name={saved ? "check" : "bookmark"} />{t("jobs.saved")}</button>
        <FilterMenu filters={choices} state={state} onChange={change} />
      </div>
      <div className="jobs">
        <section className="list" aria-label={t("nav.jobs")}>
          {list.error ? <div className="card"><Failed what={t("nav.jobs")} error={list.error} retry={() => void list.refetch()} /></div>
            : !list.data ? <div className="card"><Skeleton tall /></div>
              : items.length === 0 ? (
                <div className="card">
                  <Empty icon="briefcase" title={saved ? t("jobs.noneSaved") : filtered ? t("noResults") : t("jobs.noneOpen")} action={filtered && <Button onClick={() => change({ q: null, job_type: null, location: null, skill: null, saved: null })}>{t("filter.clearAll")}</Button>}>
                    {saved ? t("jobs.noneSavedText") : filtered ? t("jobs.loosen") : t(placed ? "jobs.noneOpenPlaced" : "jobs.noneOpenText")}
                  </Empty>
                </div>
              ) : <ul className="card card-list" aria-busy={list.isFetching}>{items.map((job) => <Row key={job.id} job={job} current={job.id === chosen} onPick={wide ? (id) => change({ job: id }, { replace: true, keepPage: true }) : null} />)}</ul>}
          {!all && !saved && closed > 0 && (
            <button type="button" className="notice closed-to-you" onClick={() => change({ show: "all" })}>
              <Icon name="lock" /><span className="small"><b>{t("jobs.closed", { count: closed })}</b> <span className="link">{t("jobs.showClosed")}</span></span>
            </button>
          )}
          {list.data && list.data.total > 0 && <Pager {...list.data} onPage={(page) => change({ page: String(page), job: null })} note={t(`jobs.sort.${state["sort"] ?? "deadline_at"}`).toLocaleLowerCase()} />}
        </section>
        {wide && chosen && <article className="detail card" aria-label={t("jobs.detail")}><JobDetailPane key={chosen} jobId={chosen} /></article>}
      </div>
    </>
  );
}

JobsPage.before = (search: UrlState) => [queryClient.prefetchQuery(listQuery(search)), queryClient.prefetchQuery(totalQuery), queryClient.prefetchQuery(openQuery)];
