import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { moveLabel } from "@/shared/flow/moves";
import { refreshApplications, undoHold } from "./queries";
import type { Application } from "./types";

interface Props {
  held: NonNullable<Application["held"]>;
  /** With the way back: for all that were moved together, so not in every row of them. */
  undo?: boolean;
}

/** What is about to happen to this one, and by whom. */
export function HeldNote({ held, undo }: Props) {
  const { t } = useTranslation();
  const back = useMutation({ mutationFn: () => undoHold(held.id), onSettled: refreshApplications });
  return (
    <span className="xs muted held">
      {t("applicants.held", { move: moveLabel(t, { name: held.move, label: held.move }), by: held.by })}
      {undo && <> <button type="button" className="link" disabled={back.isPending} onClick={() => back.mutate()}>{t("applicants.takeBack")}</button></>}
    </span>
  );
}
