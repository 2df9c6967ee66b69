import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { type Move, moveLabel } from "@/shared/flow/moves";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { moveJob } from "./queries";
import type { JobDetail } from "./types";

/** A move on a posting that goes with words: a question, its answer, the reason for declining. */
export function SayDialog({ job, move, onClose }: { job: JobDetail; move: Move; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { text: "" }, shouldFocusError: false });
  const answer = move.name === "submit";
  const label = t(`approval.label.${move.name}`);
  const subject = `${job.title}, ${job.company.name}`;
  const submit = useSubmit(form, async ({ text }) => {
    if (!text.trim()) return form.setError("text", { message: t(`approval.missing.${move.name}`) });
    await moveJob(job.id, move, answer ? { note: text.trim() } : { reason: text.trim() });
    toast(t("move.done", { label: moveLabel(t, move), subject }));
    onClose();
  });
  return (
    <Dialog
      open onClose={onClose} title={answer ? t("approval.answer") : moveLabel(t, move)} sub={subject} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button type="submit" kind={move.kind === "danger" ? "danger-fill" : "primary"} busy={form.formState.isSubmitting}>{answer ? t("approval.sendAnswer") : moveLabel(t, move)}</Button></>}
    >
      <ErrorSummary form={form} />
      {answer && job.question && <blockquote className="quote" dir="auto">{job.question}</blockquote>}
      <AreaField form={form} name="text" label={label} hint={t(`approval.hint.${move.name}`)} rows={4} />
    </Dialog>
  );
}
