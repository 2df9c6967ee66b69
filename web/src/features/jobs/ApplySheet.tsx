import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Facts } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Pay } from "./parts";
import { policyLines } from "./policy";
import { apply } from "./queries";
import type { JobDetail } from "./types";

/** Two taps: Apply, then this sheet, which shows the rules, the policy and the deadline before it sends. */
export function ApplySheet({ job, onClose }: { job: JobDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({ defaultValues: { cover_letter: "" } });
  const policy = policyLines(t, job.policy_facts);
  const submit = useSubmit(form, async ({ cover_letter }) => {
    const { id } = await apply(job.id, cover_letter.trim() ? { cover_letter: cover_letter.trim() } : {});
    setMade(id);
  });
  const subject = `${job.company.name}, ${job.title}`;

  if (made) {
    return (
      <Dialog
        open onClose={onClose} title={t("apply.done")} sub={subject} drawer
        foot={<><Button onClick={onClose}>{t("action.close")}</Button><Link to="/applications/$applicationId" params={{ applicationId: made }} className={buttonClass({ kind: "primary" })}>{t("job.openApplication")}</Link></>}
      >
        <Notice tone="ok" role="status"><b>{t("apply.sent")}</b> <span className="muted">{t("apply.next")}</span></Notice>
        <p className="small muted">{t("apply.reference")} <span className="code">{made}</span></p>
      </Dialog>
    );
  }
  return (
    <Dialog
      open onClose={onClose} title={t("apply.title")} sub={subject} drawer onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.notNow")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("apply.submit")}</Button></>}
    >
      <ErrorSummary form={form} />
      {job.verdict && <Notice tone="ok"><b>{t("job.canApply")}</b> <span className="muted">{t("job.rulesMet", { count: job.verdict.reasons.length })}</span></Notice>}
      <Facts rows={[
        [t("job.pay"), <Pay key="pay" job={job} year />],
        [t("job.location"), job.location],
        [t("job.deadline"), job.deadline_at && format.due(job.deadline_at).text],
      ]} />
      <Notice tone="warn"><b>{t("job.before")}</b><ul className="stack-2 small">{policy.map((line) => <li key={line}>{line}</li>)}</ul></Notice>
      <AreaField form={form} name="cover_letter" label={t("apply.letter")} hint={t("apply.letterHint")} optional />
    </Dialog>
  );
}
