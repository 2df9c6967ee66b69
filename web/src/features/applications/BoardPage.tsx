import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { MoveDialog } from "@/shared/flow/FlowButtons";
import type { Move } from "@/shared/flow/moves";
import { StatusTag } from "@/shared/flow/StatusTag";
import { type Column, columns, looks } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { useUrlState } from "@/shared/table/url-state";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { isOpen, isQuiet, NextDate, Waiting } from "./parts";
import { boardQuery, moveApplication } from "./queries";
import { Tile } from "./Tile";
import type { Application } from "./types";

const mark: Record<Column, string> = { applied: "applied", progress: "progress", interview: "interview", offer: "offer", closed: "closed" };

function columnOf(application: Application): Column {
  return looks[application.status].column;
}

/** S6: where does each application stand, and who has the ball? */
export function BoardPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, change] = useUrlState();
  const { data, error, refetch } = useQuery(boardQuery);
  const [moving, setMoving] = useState<{ application: Application; move: Move } | null>(null);
  const all = data?.items ?? [];
  const counts = Object.fromEntries(columns.map((column) => [column, all.filter((one) => columnOf(one) === column).length])) as Record<Column, number>;
  const yours = all.filter((one) => one.waiting_for === "student" && isOpen(one));
  const quiet = all.filter((one) => isQuiet(one));
  const offers = yours.filter((one) => one.offer?.deadline_at).sort((a, b) => (a.offer?.deadline_at ?? "").localeCompare(b.offer?.deadline_at ?? ""));
  const first = offers[0];
  const asked = state["column"];
  const shown: Column = columns.find((column) => column === asked) ?? columns.find((column) => counts[column] > 0 && (!first || column === "offer")) ?? "applied";
  const list = state["view"] === "list";
  usePage(t("nav.applications"), { note: yours.length ? t("board.note", { count: yours.length }) : undefined });

  const table: TableColumn<Application>[] = [
    { key: "job", label: t("job.role"), card: "title", cell: (one) => <Link className="name" to="/applications/$applicationId" params={{ applicationId: one.id }}>{one.job.title}<span className="faint small block name-sub">{one.job.company.name}</span></Link> },
    { key: "state", label: t("job.state"), card: "tag", cell: (one) => <StatusTag status={one.status} /> },
    { key: "next", label: t("board.next"), cell: (one) => <NextDate application={one} /> },
    { key: "ball", label: t("board.ball"), cell: (one) => <Waiting application={one} /> },
    { key: "applied", label: t("board.applied"), num: true, cell: (one) => format.day(one.applied_at) },
  ];

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
          <button type="button" aria-pressed={!list} onClick={() => change({ view: null })}><Icon name="kanban" size={16} />{t("view.board")}</button>
          <button type="button" aria-pressed={list} onClick={() => change({ view: "list" })}><Icon name="list" size={16} />{t("view.list")}</button>
        </div>
      </PageHead>
      {list ? (
        <section className="card"><DataTable caption={t("nav.applications")} columns={table} rows={all} rowId={(one) => one.id} rowName={(one) => one.job.title} /></section>
      ) : (
        <>
          <div className="seg seg-lanes" role="group" aria-label={t("board.stage")}>
            {columns.map((column) => (
              <button key={column} type="button" aria-pressed={column === shown} onClick={() => change({ column }, { replace: true })}><b>{counts[column]}</b>{t(`column.${column}`)}</button>
            ))}
          </div>
          <div className="board">
            {columns.map((column) => (
              <section key={column} className={`lane ${column === shown ? "is-shown" : ""}`} aria-label={t("board.lane", { name: t(`column.${column}`), count: counts[column] })}>
                <h2 className="lane-head"><i className="dot" style={{ "--c": `var(--st-${mark[column]}-mark)` }} />{t(`column.${column}`)}<span className="count">{counts[column]}</span></h2>
                {counts[column] === 0 && <p className="small faint lane-empty">{t("board.emptyLane")}</p>}
                <ul>{all.filter((one) => columnOf(one) === column).map((one) => <Tile key={one.id} application={one} onMove={(move) => setMoving({ application: one, move })} />)}</ul>
              </section>
            ))}
          </div>
        </>
      )}
      {moving && (
        <MoveDialog
          move={moving.move} subject={`${moving.application.job.company.name}, ${moving.application.job.title}`}
          send={(move, input) => moveApplication(moving.application.id, move, input)} onClose={() => setMoving(null)}
        />
      )}
    </>
  );
}
