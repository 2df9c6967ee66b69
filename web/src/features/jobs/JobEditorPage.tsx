import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { useDraft } from "@/shared/form/draft";
import { DraftOffer, DraftSaved } from "@/shared/form/DraftNote";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { LeaveGuard } from "@/shared/form/LeaveGuard";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { ConflictDialog } from "@/shared/record/ConflictDialog";
import { useConflict } from "@/shared/record/use-conflict";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { EligibleNow } from "./EligibleNow";
import { jobBody, jobSchema, jobValues, type JobValues, rulesFromForm } from "./form";
import { AboutFields, FileField, PayFields, RuleFields } from "./JobFields";
import { freshJob, jobQuery, moveJob, saveJob, uploadDescription } from "./queries";
import { useJobFields } from "./job-fields";
import type { JobDetail } from "./types";

/** S20: is this posting complete, fair, and who can see it? */
function Editor({ job }: { job: JobDetail | null }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { locale } = useFormat();
  const own = me.company !== null && !may(me, "jobs.approve");
  const schema = jobSchema(t).superRefine((values, context) => {
    if (!own && !values.company) context.addIssue({ code: "custom", path: ["company"], message: t("job.missing.company") });
  });
  const form = useForm<JobValues>({ resolver: zodResolver(schema), defaultValues: jobValues(job, locale), shouldFocusError: false });
  const values = useWatch({ control: form.control }) as JobValues;
  const [file, setFile] = useState<File | null>(null);
  const done = useRef(false);
  const draft = useDraft(`job.${job?.id ?? "new"}`, form);
  const { conflict, on, close, settle, guard } = useConflict<JobDetail, JobValues>(job, () => freshJob(job?.id ?? ""));
  const again = useRef<() => Promise<void>>(async () => undefined);
  const compared = useJobFields();
  const shown = useMemo(() => conflict && { base: jobValues(conflict.base, locale), theirs: jobValues(conflict.fresh, locale) }, [conflict, locale]);

  const save = (after: "submit" | "approve" | null) => async (given: JobValues) => {
    const body = jobBody(given, locale, own);
    // A new job is published or submitted in one request, so that a failure cannot leave a draft behind to be sent twice.
    const guarded = await guard(given, () => saveJob(on(), job || after ? body : { ...body, is_active: false }));
    if (!guarded) {
      again.current = after ? publish : keep;
      return;
    }
    const saved = guarded.result;
    if (file) await uploadDescription(saved.id, file);
    const move = job && after ? saved.moves?.find((one) => one.name === after) : undefined;
    if (move) await moveJob(saved.id, move, {});
    done.current = true;
    draft.clear();
    toast(after ? t(`job.${after === "approve" ? "published" : "submitted"}`) : t("job.savedDone"));
    await navigate({ to: "/jobs/$jobId", params: { jobId: saved.id } });
  };
  const keep = useSubmit(form, save(null));
  const publish = useSubmit(form, save(may(me, "jobs.approve") ? "approve" : "submit"));
  const fresh = !job || job.state === "DRAFT" || job.state === "DECLINED";
  const { isDirty, isSubmitting: busy } = form.formState;

  return (
    <form noValidate onSubmit={(event) => void (fresh ? publish(event) : keep(event))}>
      <LeaveGuard changed={() => (isDirty || file !== null) && !done.current} />
      <div className="mb-5 only-filled"><DraftOffer draft={draft} /></div>
      <ErrorSummary form={form} />
      <div className="ogrid editor">
        <div className="col">
          <AboutFields form={form} own={own} file={<FileField file={file} onFile={setFile} attached={job?.jd_file?.name} />} />
          <PayFields form={form} />
          <RuleFields form={form} />
        </div>
        <aside className="col editor-side">
          {may(me, "jobs.write") && <EligibleNow rules={rulesFromForm({ ...jobValues(job, locale), ...values })} />}
          <div className="card card-pad stack">
            <p className="small muted">{fresh ? (may(me, "jobs.approve") ? t("job.publishHint") : t("job.submitHint")) : t("job.saveHint")}</p>
            {fresh && <Button kind="primary" block type="submit" busy={busy}>{may(me, "jobs.approve") ? t("job.publish") : t("job.submit")}</Button>}
            <Button kind={fresh ? "normal" : "primary"} block type={fresh ? "button" : "submit"} busy={busy} {...(fresh && { onClick: () => void keep() })}>{fresh ? t("job.saveDraft") : t("job.saveChanges")}</Button>
            <DraftSaved draft={draft} />
          </div>
        </aside>
      </div>
      {job && conflict && shown && (
        <ConflictDialog
          subject={job.title} type="job" id={job.id} fields={compared} since={conflict.base.updated_at} base={shown.base} mine={conflict.mine} theirs={shown.theirs} onClose={close}
          onSettle={(settled) => { settle(); form.reset(settled, { keepDefaultValues: true }); void again.current(); }}
        />
      )}
    </form>
  );
}

export function NewJobPage() {
  const { t } = useTranslation();
  usePage(t("job.post"), { parent: { label: t("nav.jobs"), to: "/jobs" } });
  return <><PageHead answer={t("job.post")} rest={t("job.postRest")} /><Editor job={null} /></>;
}

export function EditJobPage() {
  const { t } = useTranslation();
  const { jobId } = useParams({ strict: false }) as { jobId: string };
  const { data, error, refetch } = useQuery({ ...jobQuery(jobId), refetchOnWindowFocus: false });
  usePage(data ? t("job.editing", { title: data.title }) : t("nav.jobs"), { parent: [{ label: t("nav.jobs"), to: "/jobs" }, ...(data ? [{ label: data.title, to: `/jobs/${data.id}` }] : [])] });
  if (error) return <div className="card"><Failed what={t("job.one")} error={error} retry={() => void refetch()} /></div>;
  return data ? <><PageHead answer={data.title} rest={data.company.name} /><Editor key={data.id} job={data} /></> : <Skeleton rows={8} tall />;
}
