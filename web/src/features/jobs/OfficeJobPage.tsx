import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { FlowButtons, MoveDialog } from "@/shared/flow/FlowButtons";
import { moveLabel } from "@/shared/flow/moves";
import { JobStateTag } from "@/shared/flow/StatusTag";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Due } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { Approval, ofApproval } from "./Approval";
import { Asked } from "./Asked";
import { EligibleNow } from "./EligibleNow";
import { rulesOf } from "./form";
import { JobFacts, JobText } from "./JobDetailPane";
import { Process, ShareJob } from "./JobMore";
import { deleteJob, duplicateJob, jobQuery, moveJob } from "./queries";

export function OfficeJobPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const navigate = useNavigate();
  const { jobId } = useParams({ strict: false }) as { jobId: string };
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const [deleting, setDeleting] = useState(false);
  const [archiving, setArchiving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  usePage(job?.title ?? t("nav.jobs"), { parent: { label: t("nav.jobs"), to: "/jobs" } });
  if (error) return <div className="card"><Failed what={t("job.one")} error={error} retry={() => void refetch()} /></div>;
  if (!job) return <Skeleton rows={6} tall />;
  const count = job.applications_count ?? 0;
  const remove = async () => {
    const { outcome } = await deleteJob(job.id);
    toast(outcome === "deleted" ? t("job.deleted") : t("job.archivedInstead"));
    await navigate({ to: "/jobs" });
  };
  const copy = async () => {
    try {
      const made = await duplicateJob(job.id);
      toast(t("job.duplicated", { title: job.title }));
      await navigate({ to: "/jobs/$jobId/edit", params: { jobId: made.id } });
    } catch (failure) {
      setProblem(Problem.from(failure).message || t("failed.server"));
    }
  };
  const archive = job.moves?.find((move) => move.name === "archive");
  const more: MenuItem[] = [{ key: "copy", label: t("job.duplicate"), icon: "copy", onSelect: () => void copy() }];
  const last: MenuItem[] = [
    ...(archive ? [{ key: "archive", label: moveLabel(t, archive), icon: "archive" as const, onSelect: () => setArchiving(true) }] : []),
    ...(count === 0 ? [{ key: "delete", label: t("job.delete"), icon: "trash-2" as const, danger: true, onSelect: () => setDeleting(true) }] : []),
  ];

  return (
    <>
      <PageHead
        lead={<Mono name={job.company.name} id={job.company.id} size="lg" />}
        answer={<bdi>{job.title}</bdi>}
        sub={<span className="row wrap">{job.company.name}<JobStateTag state={job.state} />{job.deadline_at && <Due at={job.deadline_at} icon />}</span>}
      >
        <FlowButtons moves={may(me, "jobs.write") || may(me, "jobs.approve") ? (job.moves ?? []) : []} without={[...ofApproval, "archive"]} subject={`${job.company.name}, ${job.title}`} send={(move, input) => moveJob(job.id, move, input)} />
        {may(me, "jobs.write") && <Link to="/jobs/$jobId/edit" params={{ jobId: job.id }} className={buttonClass()}><Icon name="pencil" size={16} />{t("action.edit")}</Link>}
        <ShareJob job={job} />
        {may(me, "jobs.write") && <Menu groups={[more, last]} trigger={<button type="button" className={buttonClass({ kind: "quiet", iconOnly: true })} aria-label={t("table.more")}><Icon name="ellipsis" size={18} /></button>} />}
      </PageHead>
      <div className="ogrid">
        <div className="col">
          {problem && <Notice tone="bad" role="alert">{problem}</Notice>}
          <Approval job={job} />
          {may(me, "applicants.read") && (
            <Notice tone={count ? "info" : "plain"} icon="users" action={count > 0 && <Link to="/jobs/$jobId/applicants" params={{ jobId: job.id }} className={buttonClass()}>{t("job.seeApplicants")}</Link>}>
              <b>{t("job.applicantCount", { count, n: format.number(count) })}</b>
            </Notice>
          )}
          <article className="card"><div className="card-pad stack-6"><h2 className="vh">{t("job.details")}</h2><JobText job={job} />{!job.description && <p className="muted">{t("job.noDescription")}</p>}<Process job={job} /></div></article>
          <p className="small muted row wrap">
            {job.posted_by && <span>{t("job.postedBy", { name: job.posted_by, when: format.moment(job.created_at) })}</span>}
            {job.updated_by_name && job.updated_at !== job.created_at && <span>{t("job.changedBy", { name: job.updated_by_name, when: format.moment(job.updated_at) })}</span>}
            {may(me, "audit.read") && <Link to="/audit" search={{ subject_id: job.id }}>{t("audit.see")}</Link>}
          </p>
        </div>
        <aside className="col">
          {may(me, "students.read") && may(me, "jobs.write") && <EligibleNow rules={rulesOf(job)} />}
          <div className="card card-pad stack-6"><Asked job={job} /><JobFacts job={job} /></div>
        </aside>
      </div>
      {archiving && archive && <Suspense><MoveDialog move={archive} subject={`${job.company.name}, ${job.title}`} send={(move, input) => moveJob(job.id, move, input)} onClose={() => setArchiving(false)} /></Suspense>}
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
