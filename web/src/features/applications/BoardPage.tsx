import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Board, type Lane } from "@/shared/board/Board";
import { MoveDialog } from "@/shared/flow/FlowButtons";
import type { Move } from "@/shared/flow/moves";
import { type Column, columns, looks, type Status } from "@/shared/flow/statuses";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { useUrlState } from "@/shared/table/url-state";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { ApplicationCalendar } from "./ApplicationCalendar";
import { ApplicationList } from "./ApplicationList";
import { isOpen, isQuiet } from "./parts";
import { boardQuery, moveApplication } from "./queries";
import { Tile } from "./Tile";
import type { Application } from "./types";

const views: Record<"board" | "list" | "calendar", IconName> = { board: "kanban", list: "list", calendar: "calendar" };
type ViewName = keyof typeof views;

function columnOf(application: Application): Column {
  return looks[application.status].column;
}

/** What the student may do that ends in this column. */
function movesInto(application: Application, column: string): Move[] {
  return application.moves.filter((move) => move.to && looks[move.to as Status].column === column);
}

/** S6: where does each application stand, and who has the ball? */
export function BoardPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const [state, change] = useUrlState();
  const { data, error, refetch } = useQuery(boardQuery);
  const [moving, setMoving] = useState<{ application: Application; move: Move } | null>(null);
  const all = data?.items ?? [];
  const yours = all.filter((one) => one.waiting_for === "student" && isOpen(one));
  const quiet = all.filter((one) => isQuiet(one));
  const offers = yours.filter((one) => one.offer?.deadline_at).sort((a, b) => (a.offer?.deadline_at ?? "").localeCompare(b.offer?.deadline_at ?? ""));
  const first = offers[0];
  const shown = columns.find((column) => column === state["column"]) ?? columns.find((column) => all.some((one) => columnOf(one) === column) && (!first || column === "offer")) ?? "applied";
  const view: ViewName = (Object.keys(views) as ViewName[]).find((one) => one === state["view"]) ?? "board";
  const lanes: Lane[] = columns.map((column) => ({ key: column, label: t(`column.${column}`), mark: column }));
  usePage(t("nav.applications"), { note: yours.length ? t("board.note", { count: yours.length }) : undefined });

  const refuse = (application: Application, lane: string) => {
    if (movesInto(application, lane).length > 0) return null;
    if (!isOpen(application)) return t("board.isOver");
    if (lane === "closed") return t("board.noWithdraw");
    return t(application.waiting_for === "company" ? "board.companyMoves" : "board.officeMoves", { company: application.job.company.name });
  };
  const onMove = (application: Application, lane: string) => {
    const [move, ...more] = movesInto(application, lane);
    // An offer is answered where all of it can be read.
    if (more.length > 0) void navigate({ to: "/applications/$applicationId/offer", params: { applicationId: application.id } });
    else if (move) setMoving({ application, move });
  };

  if (error) return <div className="card"><Failed what={t("nav.applications")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton tall />;
  if (all.length === 0) {
    return (
      <>
        <PageHead answer={t("nav.applications")} />
        <div className="card"><Empty icon="kanban" title={t("board.none")} action={<Link to="/jobs" className={buttonClass({ kind: "primary" })}>{t("board.seeJobs")}</Link>}>{t("board.noneText")}</Empty></div>
      </>
    );
  }
  return (
    <>
      <PageHead
        answer={yours.length ? t("board.answerLine", { count: yours.length, total: all.length }) : t("board.calm", { count: all.filter(isOpen).length })}
        rest={quiet.length ? t("board.quietRest", { count: quiet.length }) : undefined}
        sub={first?.offer?.deadline_at ? t("board.sub", { company: first.job.company.name, when: format.due(first.offer.deadline_at).text }) : undefined}
      >
        <div className="seg" role="group" aria-label={t("view.label")}>
          {(Object.keys(views) as ViewName[]).map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => change({ view: one === "board" ? null : one })}><Icon name={views[one]} size={16} />{t(`view.${one}`)}</button>
          ))}
        </div>
      </PageHead>
      {view === "list" && <ApplicationList rows={all} state={state} onSort={(sort) => change({ sort })} />}
      {view === "calendar" && <ApplicationCalendar applications={all} month={state["month"]} onMonth={(month) => change({ month }, { replace: true })} />}
      {view === "board" && (
        <Board
          lanes={lanes} cards={all} idOf={(one) => one.id} nameOf={(one) => `${one.job.company.name}, ${one.job.title}`} laneOf={columnOf} refuse={refuse} onMove={onMove}
          shown={shown} onShow={(column) => change({ column }, { replace: true })} tile={(one, moves) => <Tile application={one} moves={moves} />}
        />
      )}
      {moving && (
        <Suspense><MoveDialog
          move={moving.move} subject={`${moving.application.job.company.name}, ${moving.application.job.title}`}
          send={(move, input) => moveApplication(moving.application.id, move, input)} onClose={() => setMoving(null)}
        /></Suspense>
      )}
    </>
  );
}

BoardPage.before = () => [queryClient.prefetchQuery(boardQuery)];
