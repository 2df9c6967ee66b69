import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { moveLabel } from "@/shared/flow/moves";
import { columns, statusesOf } from "@/shared/flow/statuses";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe, viewOf } from "@/shared/session/me";
import { FilterMenu } from "@/shared/table/FilterMenu";
import { ListFrame } from "@/shared/table/ListFrame";
import { Search } from "@/shared/table/Search";
import { SelectionBar } from "@/shared/table/SelectionBar";
import { useSelection } from "@/shared/table/selection";
import { pageOf, type UrlState, useUrlState } from "@/shared/table/url-state";
import { Empty } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Menu } from "@/shared/ui/Menu";
import { Mono } from "@/shared/ui/Mono";
import { Notice } from "@/shared/ui/Notice";
import { PageHead, usePage } from "@/shared/ui/page";
import { useVeryWide } from "@/shared/ui/wide";
import { ApplicantBoard } from "./ApplicantBoard";
import { ApplicantPanel } from "./ApplicantPanel";
import { useApplicantColumns, useApplicantFilters } from "./applicant-columns";
import { named, onward } from "./bulk";
import { stageCounts } from "./counts";
import { allIds, applicantsQuery, jobHeadQuery, loadedApplicants } from "./queries";
import type { Application } from "./types";
import { useMoves } from "./use-moves";
import { useRowWalk } from "./use-row-walk";

const LIMIT = 50;
/** `open` for the last row of a page that is reached backwards. */
const LAST = "last";
const views = [["list", "list"], ["board", "kanban"]] as const;

/** What the address asks for. */
function listQuery(jobId: string, { q, min_cgpa, branch, status, sort = "-cgpa", ...state }: UrlState) {
  return applicantsQuery(jobId, state["view"] === "board" ? { limit: 1 } : { q, min_cgpa, branch, status, sort, page: pageOf(state), limit: LIMIT });
}

/** S21: who goes to the next step? */
export function ApplicantsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useVeryWide();
  const { jobId } = useParams({ strict: false }) as { jobId: string };
  const [state, change] = useUrlState();
  const board = state["view"] === "board";
  const filters = { q: state["q"], min_cgpa: state["min_cgpa"], branch: state["branch"] };
  const query = { ...filters, status: state["status"], sort: state["sort"] ?? "-cgpa" };
  const page = pageOf(state);
  const job = useQuery(jobHeadQuery(jobId));
  const list = useQuery({ ...listQuery(jobId, state), placeholderData: keepPreviousData });
  const counts = stageCounts(list.data?.counts, viewOf(useMe()) === "office");
  const selection = useSelection(JSON.stringify({ ...filters, status: state["status"], board }));
  const rows = useMemo(() => list.data?.items ?? [], [list.data]);
  const everyone = useMutation({ mutationFn: () => allIds(jobId, query), onSuccess: selection.everything });

  const open = !wide || board ? undefined : state["open"] === LAST ? rows.at(-1) : (rows.find((row) => row.id === state["open"]) ?? rows[0]);
  const show = (id: string) => change({ open: id }, { replace: true, keepPage: true });
  const turn = (by: 1 | -1) => {
    if (page + by >= 1 && page + by <= (list.data?.pages ?? 1)) change({ page: String(page + by), open: by < 0 ? LAST : null }, { replace: true });
  };
  const walk = useRowWalk({ ids: rows.map((row) => row.id), openId: open?.id, show, turn, selection });
  /** Without an open row the one that has the focus is meant, on the board as in the list. */
  const current = () => {
    if (open) return open;
    const at = document.activeElement?.closest<HTMLElement>("[data-card], tr[data-row]")?.dataset;
    return loadedApplicants(jobId).find((row) => row.id === (at?.["card"] ?? at?.["row"]));
  };
  const title = job.data ? `${job.data.company.name}, ${job.data.title}` : t("nav.applicants");
  const moves = useMoves({ jobId, subject: title, selection, current, onMoved: (one) => { if (one.id === open?.id && rows.at(-1) !== one) walk(1); } });

  const table = useApplicantColumns(wide ? show : null);
  const choices = useApplicantFilters();
  const waiting = counts?.waiting ?? 0;
  usePage(t("nav.applicants"), {
    note: waiting ? t("applicants.note", { count: waiting }) : undefined,
    parent: [{ label: t("nav.jobs"), to: "/jobs" }, ...(job.data ? [{ label: t("applicants.ofJob", { job: job.data.title, company: job.data.company.name }), to: `/jobs/${jobId}` }] : [])],
  });
  const main = onward(moves.chosen);
  const reject = named(moves.chosen, "reject");
  const rest = moves.chosen.filter((move) => move !== reject && move !== main);

  return (
    <>
      <PageHead
        lead={job.data && <Mono name={job.data.company.name} id={job.data.company.id} size="lg" />}
        answer={counts === null ? title : t("applicants.answer", { count: waiting, n: format.number(waiting) })}
        rest={counts === null ? undefined : t("applicants.of", { count: counts.total, n: format.number(counts.total) })}
        sub={job.data && [title, job.data.ctc === null ? null : format.money(job.data.ctc, job.data.currency), job.data.deadline_at && t("applicants.closes", { when: format.due(job.data.deadline_at).text })].filter(Boolean).join(" · ")}
      >
        <div className="seg" role="group" aria-label={t("view.label")}>
          {views.map(([view, icon]) => <button key={view} type="button" aria-pressed={(view === "board") === board} onClick={() => change({ view: view === "board" ? view : null, open: null })}><Icon name={icon} size={16} />{t(`view.${view}`)}</button>)}
        </div>
      </PageHead>
      {moves.problem && <div className="mb-4"><Notice tone="bad" role="alert">{moves.problem}</Notice></div>}
      {board ? (
        <>
          <div className="toolbar board-bar">
            <Search label={t("applicants.search")} value={state["q"] ?? ""} onChange={(q) => change({ q }, { replace: true })} />
            <FilterMenu filters={choices.filter((one) => one.name !== "status")} state={state} onChange={change} />
          </div>
          <ApplicantBoard
            jobId={jobId} filters={filters} shown={state["lane"]} onShow={(lane) => change({ lane }, { replace: true })} onMove={moves.preview}
            onAll={(status) => change({ view: null, lane: null, status })}
          />
        </>
      ) : (
        <div className="ap">
          <ListFrame
            list="applicants" what={t("nav.applicants")} query={list} columns={table} rowId={(row) => row.id} rowName={(row) => row.student.full_name} state={state} change={change}
            search={t("applicants.search")} filters={choices} defaultSort="-cgpa" selection={selection} openId={open?.id} {...(wide && { onOpen: (row: Application) => show(row.id) })}
            first={<Empty icon="list-checks" title={t("applicants.none")}>{t("applicants.noneText")}</Empty>}
            tabs={
              <div className="tabs" role="group" aria-label={t("board.stage")}>
                <button type="button" aria-pressed={!state["status"]} onClick={() => change({ status: null })}>{t("all.title")}{counts && <span className="count">{counts.total}</span>}</button>
                {columns.map((column) => {
                  const status = statusesOf(column).join(",");
                  const n = counts?.stages[column];
                  return <button key={column} type="button" aria-pressed={state["status"] === status} onClick={() => change({ status })}>{t(`column.${column}`)}{n !== undefined && <span className="count">{n}</span>}</button>;
                })}
              </div>
            }
            foot={
              <SelectionBar selection={selection} total={list.data?.total ?? 0} onAll={() => everyone.mutate()} gathering={everyone.isPending}>
                {main && <button type="button" className="btn btn-sm btn-primary" onClick={() => moves.start(main)}>{moveLabel(t, main)}<span className="kbd only-wide" aria-hidden="true">A</span></button>}
                {reject && <button type="button" className="btn btn-sm" onClick={() => moves.start(reject)}><Icon name="circle-x" size={16} />{moveLabel(t, reject)}<span className="kbd only-wide" aria-hidden="true">R</span></button>}
                {rest.length > 0 && (
                  <Menu
                    side="top" groups={[rest.map((move) => ({ key: move.name, label: moveLabel(t, move), icon: "arrow-right", onSelect: () => moves.start(move) }))]}
                    trigger={<button type="button" className="btn btn-sm btn-icon" aria-label={t("table.more")}><Icon name="ellipsis" size={16} /></button>}
                  />
                )}
                {!main && !reject && <span className="small">{t("bulk.nothing")}</span>}
              </SelectionBar>
            }
          />
          {open && (
            <ApplicantPanel
              key={open.id} application={open} position={(page - 1) * LIMIT + rows.indexOf(open) + 1} total={list.data?.total ?? 0}
              onPrevious={() => walk(-1)} onNext={() => walk(1)} onMove={(move) => moves.start(move, open)}
            />
          )}
        </div>
      )}
      {moves.dialogs}
    </>
  );
}

ApplicantsPage.before = (search: UrlState, path: string) => {
  const jobId = path.split("/")[2] ?? "";
  return [queryClient.prefetchQuery(jobHeadQuery(jobId)), queryClient.prefetchQuery(listQuery(jobId, search))];
};
