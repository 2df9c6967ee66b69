import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { moveLabel } from "@/shared/flow/moves";
import { refreshApplications, undoHold } from "./queries";
import type { Application } from "./types";

/** What is about to happen to this one, by whom, and the way back while there is one. */
export function HeldNote({ held }: { held: NonNullable<Application["held"]> }) {
  const { t } = useTranslation();
  const undo = useMutation({ mutationFn: () => undoHold(held.id), onSettled: refreshApplications });
  return (
    <span className="xs muted held">
      {t("applicants.held", { move: moveLabel(t, { name: held.move, label: held.move }), by: held.by })}{" "}
      <button type="button" className="link" disabled={undo.isPending} onClick={() => undo.mutate()}>{t("action.undo")}</button>
    </span>
  );
}
