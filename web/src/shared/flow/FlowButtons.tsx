import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { asked, inputOf, MoveFields, useMoveForm } from "./MoveFields";
import type { Move, MoveInput } from "./moves";

interface DialogProps {
  move: Move;
  /** Who or what moves, in words. */
  subject: string;
  send: (move: Move, input: MoveInput) => Promise<unknown>;
  onClose: () => void;
}

export function MoveDialog({ move, subject, send, onClose }: DialogProps) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const form = useMoveForm(move);
  const submit = useSubmit(form, async (values) => {
    await send(move, inputOf(values, locale));
    toast(t("move.done", { label: moveLabel(t, move), subject }));
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={moveLabel(t, move)} sub={subject} onSubmit={() => void submit()}
      foot={<>
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" kind={move.kind === "danger" ? "danger-fill" : "primary"} busy={form.formState.isSubmitting}>{moveLabel(t, move)}</Button>
      </>}
    >
      <ErrorSummary form={form} />
      <MoveFields move={move} form={form} />
    </Dialog>
  );
}

/** The catalogue's words win; a move it does not know keeps the server's own label. */
export function moveLabel(t: (key: string, options: { defaultValue: string }) => string, move: Move): string {
  return t(`moveName.${move.name}`, { defaultValue: move.label });
}

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
      {open && <MoveDialog key={open.name} move={open} subject={subject} send={send} onClose={() => setOpen(null)} />}
    </>
  );
}
