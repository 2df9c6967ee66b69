import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { inputOf, MoveFields, useMoveForm } from "./MoveFields";
import { type Move, type MoveInput, moveLabel } from "./moves";

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
