import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { FlowButtons } from "@/shared/flow/FlowButtons";
import { JobStateTag } from "@/shared/flow/StatusTag";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Due, Facts } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { EligibleNow } from "./EligibleNow";
import { JobFacts, JobText } from "./JobDetailPane";
import { deleteJob, jobQuery, moveJob } from "./queries";
import { rulesOf } from "./form";
import type { JobDetail } from "./types";

function Asked({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  const rows: [string, React.ReactNode][] = [
    [t("field.cgpa"), job.min_cgpa === null ? null : t("rules.orMore", { value: job.min_cgpa })],
    [t("job.branches"), job.branches.join(", ")],
    [t("field.graduation_year"), job.graduation_year],
    [t("field.active_backlogs"), job.max_active_backlogs === null ? null : t("rules.atMost", { value: job.max_active_backlogs })],
    [t("field.tenth_percent"), job.min_10th === null ? null : t("rules.orMore", { value: `${job.min_10th} %` })],
    [t("field.twelfth_percent"), job.min_12th === null ? null : t("rules.orMore", { value: `${job.min_12th} %` })],
  ];
  const any = rows.some(([, value]) => value !== null && value !== "");
  return <section><h3 className="h3">{t("job.asked")}</h3>{any ? <Facts rows={rows} /> : <p className="small muted">{t("job.asksNothing")}</p>}</section>;
}

export function OfficeJobPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const navigate = useNavigate();
  const { jobId } = useParams({ strict: false }) as { jobId: string };
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const [deleting, setDeleting] = useState(false);
  usePage(job?.title ?? t("nav.jobs"), { parent: { label: t("nav.jobs"), to: "/jobs" } });
  if (error) return <div className="card"><Failed what={t("job.one")} error={error} retry={() => void refetch()} /></div>;
  if (!job) return <Skeleton rows={6} tall />;
  const count = job.applications_count ?? 0;
  const remove = async () => {
    const { outcome } = await deleteJob(job.id);
    toast(outcome === "deleted" ? t("job.deleted") : t("job.archivedInstead"));
    await navigate({ to: "/jobs" });
  };

  return (
    <>
      <PageHead
        lead={<Mono name={job.company.name} id={job.company.id} size="lg" />}
        answer={job.title}
        sub={<span className="row wrap">{job.company.name}<JobStateTag state={job.state} />{job.deadline_at && <Due at={job.deadline_at} icon />}</span>}
      >
        <FlowButtons moves={job.moves ?? []} subject={`${job.company.name}, ${job.title}`} send={(move, input) => moveJob(job.id, move, input)} />
        {may(me, "jobs.write") && <Link to="/jobs/$jobId/edit" params={{ jobId: job.id }} className={buttonClass()}><Icon name="pencil" size={16} />{t("action.edit")}</Link>}
        {may(me, "jobs.write") && <Button kind="quiet" iconOnly icon="trash-2" aria-label={t("job.delete")} onClick={() => setDeleting(true)} />}
      </PageHead>
      <div className="ogrid">
        <div className="col">
          {job.decline_reason && job.state === "DECLINED" && <Notice tone="bad"><b>{t("job.declined")}</b> <span className="muted">{job.decline_reason}</span></Notice>}
          {may(me, "applicants.read") && (
            <Notice tone={count ? "info" : "plain"} icon="users" action={count > 0 && <Link to="/jobs/$jobId/applicants" params={{ jobId: job.id }} className={buttonClass()}>{t("job.seeApplicants")}</Link>}>
              <b>{t("job.applicantCount", { count, n: format.number(count) })}</b>
            </Notice>
          )}
          <article className="card"><div className="card-pad stack-6"><h2 className="vh">{t("job.details")}</h2><JobText job={job} />{!job.description && <p className="muted">{t("job.noDescription")}</p>}</div></article>
          <p className="small muted row wrap">
            {job.posted_by && <span>{t("job.postedBy", { name: job.posted_by, when: format.moment(job.created_at) })}</span>}
            {may(me, "audit.read") && <Link to="/audit" search={{ subject_id: job.id }}>{t("audit.see")}</Link>}
          </p>
        </div>
        <aside className="col">
          {may(me, "students.read") && <EligibleNow rules={rulesOf(job)} />}
          <div className="card card-pad stack-6"><Asked job={job} /><JobFacts job={job} /></div>
        </aside>
      </div>
      {deleting && (
        <Dialog
          open onClose={() => setDeleting(false)} title={t("job.deleteTitle", { title: job.title })} onSubmit={() => void remove()}
          foot={<><Button onClick={() => setDeleting(false)}>{t("action.cancel")}</Button><Button kind="danger-fill" type="submit">{count ? t("job.archive") : t("job.delete")}</Button></>}
        >
          <p>{count ? t("job.archiveText", { count }) : t("job.deleteText")}</p>
        </Dialog>
      )}
    </>
  );
}
