import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { type Move, moveLabel } from "@/shared/flow/moves";
import { may, useMe } from "@/shared/session/me";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Icon } from "@/shared/ui/Icon";
import type { Application } from "./types";

interface Props {
  /** Who moves, in words. */
  subject: string;
  moves: Move[];
  /** The one it is about, where it is one. */
  one: Application | undefined;
  onPick: (move: Move) => void;
  onClose: () => void;
}

/** Everything that can be done with whoever is chosen: what a key, a drag or a small button does is here in words. */
export function MoveMenuDialog({ subject, moves, one, onPick, onClose }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Dialog open onClose={onClose} title={t("applicants.moveTo")} sub={<span dir="auto">{subject}</span>}>
      <div className="stack-2">
        {moves.map((move, index) => (
          <Button key={move.name} block kind={move.kind === "danger" ? "danger" : "normal"} icon={move.kind === "danger" ? "circle-x" : "arrow-right"} data-autofocus={index === 0 || undefined} onClick={() => onPick(move)}>{moveLabel(t, move)}</Button>
        ))}
        {moves.length === 0 && <p className="muted">{one?.held ? t("applicants.alreadyHeld") : t("bulk.nothing")}</p>}
        {one && (
          <>
            <hr className="rule" />
            <Link to="/applications/$applicationId" params={{ applicationId: one.id }} className={buttonClass({ kind: "quiet", block: true })}><Icon name="file-text" size={16} />{t("panel.full")}</Link>
            {may(me, "students.read") && <Link to="/students/$studentId" params={{ studentId: one.student.id }} className={buttonClass({ kind: "quiet", block: true })}><Icon name="graduation-cap" size={16} />{t("panel.student")}</Link>}
          </>
        )}
      </div>
    </Dialog>
  );
}
