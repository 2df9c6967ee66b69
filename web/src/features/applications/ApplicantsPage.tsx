import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { type Move, moveLabel } from "@/shared/flow/moves";
import { columns, statusesOf } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe, viewOf } from "@/shared/session/me";
import { ListFrame } from "@/shared/table/ListFrame";
import { SelectionBar } from "@/shared/table/SelectionBar";
import { useSelection } from "@/shared/table/selection";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Empty } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Menu } from "@/shared/ui/Menu";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { useVeryWide } from "@/shared/ui/wide";
import { ApplicantPanel } from "./ApplicantPanel";
import { useApplicantColumns, useApplicantFilters } from "./applicant-columns";
import { BulkMoveDialog } from "./BulkMoveDialog";
import { stageCounts } from "./counts";
import { allIds, applicantsQuery, jobHeadQuery, loadedApplicants } from "./queries";
import type { Application } from "./types";
import { useRowKeys } from "./use-row-keys";

const LIMIT = 25;

/** The moves of the chosen rows, the most common first: the first primary one is the bar's button. */
function movesOf(rows: Application[]): Move[] {
  const tally = new Map<string, { move: Move; n: number }>();
  for (const row of rows) {
    for (const move of row.moves) tally.set(move.name, { move, n: (tally.get(move.name)?.n ?? 0) + 1 });
  }
  return [...tally.values()].sort((a, b) => Number(b.move.kind === "primary") - Number(a.move.kind === "primary") || b.n - a.n).map((one) => one.move);
}

/** S21: who goes to the next step? */
export function ApplicantsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const wide = useVeryWide();
  const { jobId } = useParams({ strict: false }) as { jobId: string };
  const [state, change] = useUrlState();
  const filters = { q: state["q"], status: state["status"], min_cgpa: state["min_cgpa"], branch: state["branch"] };
  const scope = JSON.stringify(filters);
  const sort = state["sort"] ?? "-cgpa";
  const job = useQuery(jobHeadQuery(jobId));
  const list = useQuery({ ...applicantsQuery(jobId, { ...filters, sort, page: pageOf(state), limit: LIMIT }), placeholderData: keepPreviousData });
  const counts = stageCounts(list.data?.counts, viewOf(useMe()) === "office");
  const selection = useSelection(scope);
  const [moving, setMoving] = useState<{ ids: string[]; move: Move } | null>(null);
  const rows = useMemo(() => list.data?.items ?? [], [list.data]);
  const everyone = useMutation({ mutationFn: () => allIds(jobId, { ...filters, sort }), onSuccess: selection.everything });

  const openId = wide ? (rows.find((row) => row.id === state["open"])?.id ?? rows[0]?.id) : undefined;
  const open = rows.find((row) => row.id === openId);
  const show = (id: string | undefined) => { if (id) change({ open: id }, { replace: true, keepPage: true }); };
  useRowKeys({ rows, openId, show, toggle: selection.toggle });

  const table = useApplicantColumns(wide ? show : null);
  const choices = useApplicantFilters();
  const title = job.data ? `${job.data.company.name}, ${job.data.title}` : t("nav.applicants");
  const waiting = counts?.waiting ?? 0;
  usePage(t("nav.applicants"), {
    note: waiting ? t("applicants.note", { count: waiting }) : undefined,
    parent: [{ label: t("nav.jobs"), to: "/jobs" }, ...(job.data ? [{ label: t("applicants.ofJob", { job: job.data.title, company: job.data.company.name }), to: `/jobs/${jobId}` }] : [])],
  });

  const chosen = selection.count > 0 ? loadedApplicants(jobId).filter((row) => selection.has(row.id)) : [];
  const [main, ...others] = movesOf(chosen);
  const reject = others.find((move) => move.name === "reject");
  const rest = others.filter((move) => move !== reject);
  const start = (move: Move) => setMoving({ ids: [...selection.ids], move });

  return (
    <>
      <PageHead
        lead={job.data && <Mono name={job.data.company.name} id={job.data.company.id} size="lg" />}
        answer={counts === null ? title : t("applicants.answer", { count: waiting, n: format.number(waiting) })}
        rest={counts === null ? undefined : t("applicants.of", { count: counts.total, n: format.number(counts.total) })}
        sub={job.data && [title, job.data.ctc === null ? null : format.money(job.data.ctc, job.data.currency), job.data.deadline_at && t("applicants.closes", { when: format.due(job.data.deadline_at).text })].filter(Boolean).join(" · ")}
      />
      <div className="ap">
        <ListFrame
          list="applicants" what={t("nav.applicants")} query={list} columns={table} rowId={(row) => row.id} rowName={(row) => row.student.full_name} state={state} change={change}
          search={t("applicants.search")} filters={choices} defaultSort="-cgpa" selection={selection} openId={openId} {...(wide && { onOpen: (row: Application) => show(row.id) })}
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
              {main && <button type="button" className="btn btn-sm btn-primary" onClick={() => start(main)}>{moveLabel(t, main)}</button>}
              {reject && <button type="button" className="btn btn-sm" onClick={() => start(reject)}><Icon name="circle-x" size={16} />{moveLabel(t, reject)}</button>}
              {rest.length > 0 && (
                <Menu
                  side="top" groups={[rest.map((move) => ({ key: move.name, label: moveLabel(t, move), icon: "arrow-right", onSelect: () => start(move) }))]}
                  trigger={<button type="button" className="btn btn-sm btn-icon" aria-label={t("table.more")}><Icon name="ellipsis" size={16} /></button>}
                />
              )}
              {!main && <span className="small">{t("bulk.nothing")}</span>}
            </SelectionBar>
          }
        />
        {open && (
          <ApplicantPanel
            key={open.id} application={open} position={(pageOf(state) - 1) * LIMIT + rows.indexOf(open) + 1} total={list.data?.total ?? 0}
            onPrevious={() => show(rows[rows.indexOf(open) - 1]?.id)} onNext={() => show(rows[rows.indexOf(open) + 1]?.id)}
          />
        )}
      </div>
      {moving && <BulkMoveDialog ids={moving.ids} move={moving.move} subject={title} onClose={() => setMoving(null)} onDone={() => { setMoving(null); selection.clear(); }} />}
    </>
  );
}
