import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { Board, type Lane } from "@/shared/board/Board";
import type { Move } from "@/shared/flow/moves";
import { StatusTag } from "@/shared/flow/StatusTag";
import { looks, type Status, statuses, statusesOf } from "@/shared/flow/statuses";
import type { Query } from "@/shared/http/http";
import { useFormat } from "@/shared/i18n/use-format";
import { useActions } from "@/shared/keys/actions";
import { Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Skeleton } from "@/shared/ui/Skeleton";
import { HeldNote } from "./HeldNote";
import { isOpen, NextDate, Waiting } from "./parts";
import { applicantsQuery } from "./queries";
import type { Application } from "./types";

const CLOSED = "closed";
const SHOWN = 20;
const open = statuses.filter((status) => looks[status].column !== CLOSED);
const lanesOf: { key: string; status: string; mark: string }[] = [
  ...open.map((status) => ({ key: status, status, mark: looks[status].column })),
  { key: CLOSED, status: statusesOf(CLOSED).join(","), mark: CLOSED },
];
const laneOf = (status: Status) => (looks[status].column === CLOSED ? CLOSED : status);

function ApplicantTile({ row, moves }: { row: Application; moves: MenuItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { student } = row;
  return (
    <div className="tile">
      <div className="who">
        <h3><Link to="/applications/$applicationId" params={{ applicationId: row.id }}><bdi>{student.full_name}</bdi></Link></h3>
        <p className="small muted">{[student.branch, student.cgpa === null ? null : `${t("field.cgpa")} ${format.number(student.cgpa, 2)}`].filter(Boolean).join(" · ")}</p>
      </div>
      {!isOpen(row) && <StatusTag status={row.status} />}
      <NextDate application={row} />
      {row.held ? <HeldNote held={row.held} /> : <Waiting application={row} />}
      <Menu
        label={<span dir="auto">{student.full_name}</span>}
        groups={[[{ key: "open", label: t("panel.full"), icon: "file-text", onSelect: () => void navigate({ to: "/applications/$applicationId", params: { applicationId: row.id } }) }], moves]}
        trigger={<button type="button" className="more" aria-label={t("board.more", { title: student.full_name })}><Icon name="ellipsis-vertical" size={16} /></button>}
      />
    </div>
  );
}

interface Props {
  jobId: string;
  /** Search and filters, the state apart: the lanes are the states. */
  filters: Query;
  shown: string | undefined;
  onShow: (lane: string) => void;
  onMove: (move: Move, row: Application) => void;
  /** All of one lane, as a list. */
  onAll: (status: string) => void;
}

/** The same applicants as the list, by state. Letting one go over a lane, or choosing it in the card's menu, says first what would happen. */
export function ApplicantBoard({ jobId, filters, shown, onShow, onMove, onAll }: Props) {
  const { t } = useTranslation();
  const pages = useQueries({ queries: lanesOf.map(({ status }) => ({ ...applicantsQuery(jobId, { ...filters, status, sort: "-cgpa", limit: SHOWN }), placeholderData: keepPreviousData })) });
  const walk = (by: number) => {
    const cards = [...document.querySelectorAll<HTMLElement>(".board [data-card]")].filter((card) => card.offsetParent !== null);
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    cards[Math.max(0, at + by)]?.querySelector("a")?.focus();
  };
  useActions([
    { id: "row-next", label: t("table.keys.next"), keys: "j", quiet: true, run: () => walk(1) },
    { id: "row-previous", label: t("table.keys.previous"), keys: "k", quiet: true, run: () => walk(-1) },
  ]);
  const failed = pages.find((page) => page.error && !page.data);
  if (failed) return <div className="card"><Failed what={t("nav.applicants")} error={failed.error} retry={() => { for (const page of pages) void page.refetch(); }} /></div>;
  if (pages.some((page) => !page.data)) return <Skeleton rows={6} tall />;
  const lanes: Lane[] = lanesOf.map(({ key, mark }, index) => ({ key, mark, label: key === CLOSED ? t("column.closed") : t(`status.${key as Status}`), total: pages[index]?.data?.total ?? 0 }));
  const into = (row: Application, lane: string) => row.moves.find((move) => move.to && laneOf(move.to as Status) === lane);
  const refuse = (row: Application, lane: string) => {
    if (row.held) return t("applicants.alreadyHeld");
    if (into(row, lane)) return null;
    if (!isOpen(row)) return t("applicants.over");
    const next = row.moves.find((move) => move.kind === "primary");
    return next?.to ? t("applicants.nextIs", { state: t(`status.${next.to as Status}`) }) : t("applicants.studentMoves");
  };
  return (
    <Board
      lanes={lanes} cards={pages.flatMap((page) => page.data?.items ?? [])} idOf={(row) => row.id} nameOf={(row) => row.student.full_name} laneOf={(row) => laneOf(row.status)}
      refuse={refuse} onMove={(row, lane) => { const move = into(row, lane); if (move) onMove(move, row); }}
      shown={lanes.find((lane) => lane.key === shown)?.key ?? lanes.find((lane) => lane.total)?.key ?? "APPLIED"} onShow={onShow} tile={(row, moves) => <ApplicantTile row={row} moves={moves} />}
      foot={(lane) => {
        const at = lanesOf.findIndex((one) => one.key === lane.key);
        const total = lane.total ?? 0;
        return total > SHOWN && <button type="button" className="link small lane-all" onClick={() => onAll(lanesOf[at]?.status ?? "")}>{t("applicants.allOfLane", { shown: SHOWN, total })}</button>;
      }}
    />
  );
}
