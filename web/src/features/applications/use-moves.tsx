import { Suspense, lazy, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { asked, type Move, moveLabel } from "@/shared/flow/moves";
import { Problem } from "@/shared/http/problem";
import { useActions } from "@/shared/keys/actions";
import type { Selection } from "@/shared/table/selection";
import { movesOf, named, onward } from "./bulk";
import { announce } from "./hold";
import { holdMoves, loadedApplicants, refreshApplications } from "./queries";
import type { Application } from "./types";

const BulkMoveDialog = lazy(async () => ({ default: (await import("./BulkMoveDialog")).BulkMoveDialog }));
const MoveMenuDialog = lazy(async () => ({ default: (await import("./MoveMenuDialog")).MoveMenuDialog }));

interface Props {
  jobId: string;
  /** The posting, in words. */
  subject: string;
  selection: Selection;
  /** Who stands open, or has the focus. */
  current: () => Application | undefined;
  /** One has been moved: on to the next. */
  onMoved: (one: Application) => void;
}

interface Moves {
  /** What the chosen rows allow. */
  chosen: Move[];
  /** `one` alone, or whoever is chosen. What asks nothing of one is done at once, with ten seconds to take it back. */
  start: (move: Move, one?: Application) => void;
  /** The same, but always with its effect shown first. */
  preview: (move: Move, one: Application) => void;
  problem: string | null;
  dialogs: ReactNode;
}

/** Moving one or many by keys, buttons or menus: all of them end here. */
export function useMoves({ jobId, subject, selection, current, onMoved }: Props): Moves {
  const { t } = useTranslation();
  const [moving, setMoving] = useState<{ ids: string[]; move: Move; name: string | null } | null>(null);
  const [choosing, setChoosing] = useState<{ one: Application | undefined } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const sending = useRef(new Set<string>());
  const rows = selection.count > 0 ? loadedApplicants(jobId).filter((row) => selection.has(row.id)) : [];
  const chosen = movesOf(rows);

  const atOnce = async (one: Application, move: Move) => {
    // The same key twice is one move.
    if (sending.current.has(one.id)) return;
    sending.current.add(one.id);
    onMoved(one);
    try {
      const holds = await holdMoves([one.id], { action: move.name });
      announce(holds, t("move.done", { label: moveLabel(t, move), subject: one.student.full_name }), t);
    } catch (error) {
      setProblem(`${one.student.full_name}: ${Problem.from(error).message || t("failed.server")}`);
    } finally {
      sending.current.delete(one.id);
      await refreshApplications();
    }
  };
  const start = (move: Move, one?: Application) => {
    setProblem(null);
    if (one && asked(move).length === 0) void atOnce(one, move);
    else setMoving({ ids: one ? [one.id] : [...selection.ids], move, name: one?.student.full_name ?? null });
  };
  const preview = (move: Move, one: Application) => {
    setProblem(null);
    setMoving({ ids: [one.id], move, name: one.student.full_name });
  };

  /** By a key: the chosen ones, or else the one that is open. */
  const press = (find: (moves: Move[]) => Move | undefined, wanted: string) => {
    if (selection.count > 0) {
      const move = find(chosen);
      if (move) start(move);
      else setProblem(t("bulk.nothing"));
      return;
    }
    const one = current();
    if (!one) return;
    const move = one.held ? undefined : find(one.moves);
    if (move) start(move, one);
    else setProblem(t(one.held ? "applicants.heldAlready" : "applicants.notNow", { name: one.student.full_name, move: wanted }));
  };
  const menu = () => {
    const one = selection.count > 0 ? undefined : current();
    if (one || selection.count > 0) setChoosing({ one });
  };
  const label = (name: string) => t(`moveName.${name}`);
  useActions([
    { id: "advance", label: t("applicants.advance"), icon: "arrow-right", keys: "a", run: () => press(onward, t("applicants.advance")) },
    { id: "shortlist", label: label("shortlist"), icon: "user-check", keys: "s", run: () => press((moves) => named(moves, "shortlist"), label("shortlist")) },
    { id: "reject", label: label("reject"), icon: "circle-x", keys: "r", run: () => press((moves) => named(moves, "reject"), label("reject")) },
    { id: "move-to", label: t("applicants.moveTo"), icon: "list", keys: "m", run: menu },
    { id: "row-menu", label: t("applicants.rowMenu"), keys: ".", quiet: true, run: menu },
  ]);

  const dialogs = (
    <Suspense>
      {choosing && (
        <MoveMenuDialog
          one={choosing.one} moves={choosing.one ? (choosing.one.held ? [] : choosing.one.moves) : chosen} onClose={() => setChoosing(null)}
          subject={choosing.one?.student.full_name ?? t("table.selected", { count: selection.count, n: String(selection.count) })}
          onPick={(move) => { setChoosing(null); start(move, choosing.one); }}
        />
      )}
      {moving && (
        <BulkMoveDialog
          ids={moving.ids} move={moving.move} subject={moving.name ? `${moving.name} · ${subject}` : subject} onClose={() => setMoving(null)}
          onDone={() => { setMoving(null); if (moving.name === null) selection.clear(); }}
        />
      )}
    </Suspense>
  );
  return { chosen, start, preview, problem, dialogs };
}
