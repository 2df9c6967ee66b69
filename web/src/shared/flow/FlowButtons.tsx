import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { asked, type Move, type MoveInput, moveLabel } from "./moves";

// Forms are weight that most visits never need.
export const MoveDialog = lazy(async () => ({ default: (await import("./MoveDialog")).MoveDialog }));

interface Props {
  moves: Move[];
  subject: string;
  send: (move: Move, input: MoveInput) => Promise<unknown>;
  small?: boolean;
  /** Moves shown elsewhere on the page. */
  without?: string[];
}

/** The buttons are exactly the moves the server offers; whatever a move may be told is asked in a dialog first. */
export function FlowButtons({ moves, subject, send, small, without = [] }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Move | null>(null);
  const shown = moves.filter((move) => !without.includes(move.name));
  if (shown.length === 0) return null;
  return (
    <>
      {shown.map((move, index) => (
        <Button
          key={move.name} small={!!small}
          kind={move.kind === "danger" ? "danger" : move.kind === "primary" && index === 0 ? "primary" : "normal"}
          onClick={() => setOpen(move)}
          aria-haspopup={asked(move).length > 0 ? "dialog" : undefined}
        >
          {moveLabel(t, move)}
        </Button>
      ))}
      {open && <Suspense><MoveDialog key={open.name} move={open} subject={subject} send={send} onClose={() => setOpen(null)} /></Suspense>}
    </>
  );
}
