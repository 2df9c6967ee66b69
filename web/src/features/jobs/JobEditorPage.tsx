import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
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
import { has, may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { jobBody, jobSchema, jobValues, type JobValues } from "./form";
import { AboutFields, FileField, PayFields, ProcessFields, RuleFields } from "./JobFields";
import { NotesContext } from "./notes";
import { ChecksCard, EligibleByChecks, useChecks } from "./PostingChecks";
import { freshJob, jobQuery, moveJob, saveJob, uploadDescription } from "./queries";
import { useJobFields } from "./job-fields";
import { ReadCard } from "./ReadCard";
import type { JobDetail } from "./types";
import { useReading } from "./use-reading";

const PreviewDialog = lazy(async () => ({ default: (await import("./PreviewDialog")).PreviewDialog }));

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
  const start = jobValues(job, locale);
  const form = useForm<JobValues>({ resolver: zodResolver(schema), defaultValues: start, shouldFocusError: false });
  const values = { ...start, ...(useWatch({ control: form.control }) as JobValues) };
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState(false);
  const done = useRef(false);
  const draft = useDraft(`job.${job?.id ?? "new"}`, form);
  const { conflict, on, close, settle, guard } = useConflict<JobDetail, JobValues>(job, () => freshJob(job?.id ?? ""));
  const again = useRef<() => Promise<void>>(async () => undefined);
  const compared = useJobFields();
  const shown = useMemo(() => conflict && { base: jobValues(conflict.base, locale), theirs: jobValues(conflict.fresh, locale) }, [conflict, locale]);
  const checks = useChecks({ ...jobBody(values, locale, true), title: values.title || null, ...(job && { job_id: job.id }) });
  // Nobody is told what is missing before they have begun.
  const quiet = !job && !values.title;
  const { unsure, take } = useReading(form, locale, setFile);

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
  const notes = useMemo(() => ({ checks: quiet ? [] : (checks.data?.checks ?? []), unsure }), [quiet, checks.data, unsure]);

  return (
    <form noValidate onSubmit={(event) => void (fresh ? publish(event) : keep(event))}>
      <LeaveGuard changed={() => (isDirty || file !== null) && !done.current} />
      <div className="mb-5 only-filled"><DraftOffer draft={draft} /></div>
      <ErrorSummary form={form} />
      <NotesContext value={notes}>
        <div className="ogrid editor">
          <div className="col">
            {has(me, "FEATURE_JOB_READING") && <ReadCard open={!job} onRead={take} />}
            <AboutFields form={form} own={own} file={<FileField file={file} onFile={setFile} attached={job?.jd_file?.name} />} />
            <PayFields form={form} />
            <ProcessFields form={form} />
            <RuleFields form={form} />
          </div>
          <aside className="col editor-side">
            <EligibleByChecks {...checks} />
            <ChecksCard checks={checks.data?.checks} quiet={quiet} />
            <div className="card card-pad stack">
              <p className="small muted">{fresh ? (may(me, "jobs.approve") ? t("job.publishHint") : t("job.submitHint")) : t("job.saveHint")}</p>
              {fresh && <Button kind="primary" block type="submit" busy={busy}>{may(me, "jobs.approve") ? t("job.publish") : t("job.submit")}</Button>}
              <Button kind={fresh ? "normal" : "primary"} block type={fresh ? "button" : "submit"} busy={busy} {...(fresh && { onClick: () => void keep() })}>{fresh ? t("job.saveDraft") : t("job.saveChanges")}</Button>
              <Button kind="quiet" block onClick={() => setPreview(true)}>{t("preview.open")}</Button>
              <DraftSaved draft={draft} />
            </div>
          </aside>
        </div>
      </NotesContext>
      {preview && <Suspense><PreviewDialog values={values} job={job} onClose={() => setPreview(false)} /></Suspense>}
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
