import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Query } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { FilterMenu, type Filter } from "@/shared/table/FilterMenu";
import { useHeld } from "@/shared/table/NoResults";
import { Pager } from "@/shared/table/Pager";
import { SavedViews } from "@/shared/table/SavedViews";
import { Search } from "@/shared/table/Search";
import { pageOf, type UrlState, useUrlState } from "@/shared/table/url-state";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { useWide } from "@/shared/ui/wide";
import { ClosedToYou } from "./ClosedToYou";
import { jobTypes } from "./kinds";
import { Loosen, type Part } from "./Loosen";
import { JobMeta, Pay } from "./parts";
import { jobsQuery, opennessQuery } from "./queries";
import type { Job } from "./types";

// A phone shows the list alone.
const JobDetailPane = lazy(async () => ({ default: (await import("./JobDetailPane")).JobDetailPane }));

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

const PAYS = [300_000, 500_000, 800_000, 1_000_000, 1_500_000, 2_000_000];

/** What the address asks for, without the parts in `left`. */
function asks(state: UrlState, ...left: string[]): Query {
  const { q, job_type, location, skill, min_ctc, saved, show } = Object.fromEntries(Object.entries(state).filter(([name]) => !left.includes(name))) as Record<string, string | undefined>;
  const kept = saved === "true";
  return { q, job_type, location, skill, min_ctc, saved: kept || undefined, eligible: kept || show === "all" ? undefined : "true", active_only: true };
}

function listQuery(state: UrlState) {
  return jobsQuery({ ...asks(state), sort: state["sort"] ?? "deadline_at", page: pageOf(state), limit: LIMIT });
}

/** S4: which of these can I apply to, and by when? List left, detail right from 1024 px. */
export function JobsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useWide();
  const [state, change] = useUrlState();
  const [problem, setProblem] = useState<string | null>(null);
  const { student, institution } = useMe();
  const all = state["show"] === "all";
  const saved = state["saved"] === "true";
  const list = useQuery({ ...listQuery(state), placeholderData: keepPreviousData });
  const { data: openness } = useQuery(opennessQuery);
  const items = list.data?.items ?? [];
  const chosen = wide ? (items.find((job) => job.id === state["job"])?.id ?? items[0]?.id) : undefined;
  const pressing = items.filter((job) => job.deadline_at && format.due(job.deadline_at).urgency !== "later").length;
  usePage(t("nav.jobs"), { note: openness && t("jobs.titleNote", { count: openness.open }) });

  const amount = (value: string) => (Number.isFinite(Number(value)) ? format.money(Number(value), institution.currency) : value);
  const filters: Filter[] = [
    {
      name: "min_ctc", label: t("jobs.minPay"), words: (value) => t("jobs.payFrom", { amount: amount(value) }),
      ...(institution.currency === "INR" ? { options: PAYS.map((value) => ({ value: String(value), label: amount(String(value)) })) } : { type: "number" as const }),
    },
    { name: "job_type", label: t("job.kind"), options: jobTypes.map((value) => ({ value, label: t(`jobType.${value}`) })), words: (value) => t(`jobType.${value}`) },
    { name: "location", label: t("job.location"), words: (value) => t("jobs.in", { place: value }) },
    { name: "skill", label: t("job.skill"), words: (value) => value },
  ];
  const order: Filter = { name: "sort", label: t("jobs.order"), options: ["deadline_at", "-created_at", "-ctc"].map((value) => ({ value, label: t(`jobs.sort.${value}`) })), words: (value) => t(`jobs.sort.${value}`) };
  const held = useHeld(filters, state);
  const parts: Part[] = [
    ...held.map((one) => ({ ...one, without: asks(state, one.name) })),
    ...(saved ? [{ name: "saved", words: t("jobs.saved"), without: asks(state, "saved") }] : all ? [] : [{ name: "show", words: t("jobs.openToMe"), without: asks({ ...state, show: "all" }) }]),
  ];
  const drop = (names: string[]) => change(Object.fromEntries(names.map((name) => [name, name === "show" ? "all" : null])));

  return (
    <>
      <PageHead
        answer={openness ? t("jobs.answer", { open: format.number(openness.open), total: format.number(openness.total) }) : t("nav.jobs")}
        rest={openness && t("jobs.answerRest", { count: openness.open })}
        sub={all ? t("jobs.showingAll") : saved ? t("jobs.showingSaved") : pressing > 0 ? t("jobs.pressing", { count: pressing }) : t("jobs.calm")}
      />
      <div className="jobs-filters">
        <Search label={t("jobs.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} />
        <div className="chips chips-scroll">
          <button type="button" className="chip" aria-pressed={!all && !saved} onClick={() => change({ show: all || saved ? null : "all", saved: null })}>
            {!all && !saved && <Icon name="check" />}{t("jobs.openToMe")}
          </button>
          <button type="button" className="chip" aria-pressed={saved} onClick={() => change({ saved: saved ? null : "true", show: null })}><Icon name={saved ? "check" : "bookmark"} />{t("jobs.saved")}</button>
          <FilterMenu filters={[...filters, order]} state={state} onChange={change} />
          <SavedViews list="jobs" label={t("jobs.saveSearch")} state={state} onFailed={setProblem} />
        </div>
      </div>
      {problem && <p className="field-error mb-4" role="alert"><Icon name="circle-alert" size={16} />{problem}</p>}
      <div className="jobs">
        <section className="list" aria-label={t("nav.jobs")}>
          {list.error ? <div className="card"><Failed what={t("nav.jobs")} error={list.error} retry={() => void list.refetch()} /></div>
            : !list.data ? <div className="card"><Skeleton tall /></div>
              : items.length > 0 ? <ul className="card card-list" aria-busy={list.isFetching}>{items.map((job) => <Row key={job.id} job={job} current={job.id === chosen} onPick={wide ? (id) => change({ job: id }, { replace: true, keepPage: true }) : null} />)}</ul>
                : (
                  <div className="card">
                    {held.length > 0 ? <Loosen parts={parts} onDrop={drop} />
                      : saved ? <Empty icon="bookmark" title={t("jobs.noneSaved")}>{t("jobs.noneSavedText")}</Empty>
                        : <Empty icon="briefcase" title={t("jobs.noneOpen")}>{t(student?.is_placed ? "jobs.noneOpenPlaced" : "jobs.noneOpenText")}</Empty>}
                  </div>
                )}
          {!all && !saved && openness && <ClosedToYou openness={openness} onShow={() => change({ show: "all" })} />}
          {list.data && list.data.total > 0 && <Pager {...list.data} onPage={(page) => change({ page: String(page), job: null })} note={t(`jobs.sort.${state["sort"] ?? "deadline_at"}`).toLocaleLowerCase()} />}
        </section>
        {wide && chosen && <article className="detail card" aria-label={t("jobs.detail")}><Suspense fallback={<Skeleton rows={6} tall />}><JobDetailPane key={chosen} jobId={chosen} /></Suspense></article>}
      </div>
    </>
  );
}

JobsPage.before = (search: UrlState) => [queryClient.prefetchQuery(listQuery(search)), queryClient.prefetchQuery(opennessQuery)];
