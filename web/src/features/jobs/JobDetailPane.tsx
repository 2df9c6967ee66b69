import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { rulingText } from "@/shared/flow/verdict";
import { StatusTag } from "@/shared/flow/StatusTag";
import type { Status } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Due, Facts, Why } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { Skeleton } from "@/shared/ui/Skeleton";
import { PlacedBefore, Process, ShareJob } from "./JobMore";
import { Pay, SaveJob, SaveStar } from "./parts";
import { policyLines } from "./policy";
import { jobQuery } from "./queries";
import { Remedies, RuleTable } from "./Rules";
import type { JobDetail } from "./types";

// Fetched when somebody reaches for Apply: most readers of a job only read.
const fetchSheet = async () => ({ default: (await import("./ApplySheet")).ApplySheet });
const ApplySheet = lazy(fetchSheet);

function Decision({ job, onApply }: { job: JobDetail; onApply: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { verdict, application } = job;
  if (application) {
    return (
      <Notice tone="plain" icon="send" action={<Link to="/applications/$applicationId" params={{ applicationId: application.id }} className={buttonClass({}, "only-wide-flex")}>{t("job.openApplication")}</Link>}>
        <span className="row wrap"><b>{t("job.applied")}</b> <StatusTag status={application.status as Status} /></span>
      </Notice>
    );
  }
  if (!verdict) return null;
  const failed = verdict.reasons.filter((reason) => !reason.passed);
  const due = job.deadline_at ? format.due(job.deadline_at) : null;
  if (verdict.eligible) {
    return (
      <Notice tone="ok" action={<Button kind="primary" className="only-wide-flex" onClick={onApply}>{t("job.apply")}</Button>}>
        <b>{t("job.canApply")}</b> <span className="muted">{t("job.rulesMet", { count: verdict.reasons.length })} {due && t("job.closes", { when: due.text, hint: due.hint })}</span>
      </Notice>
    );
  }
  const met = verdict.reasons.length - failed.length;
  return (
    <Notice tone="bad">
      <b>{t("job.cannotApply", { reason: failed[0] ? rulingText(t, failed[0]) : verdict.summary })}</b>
      {failed.length > 1 && <ul>{failed.slice(1).map((reason) => <li key={reason.rule}>{rulingText(t, reason)}</li>)}</ul>}
      {met > 0 && <><br /><span className="muted">{t("job.otherRulesMet", { count: met })}</span></>}
    </Notice>
  );
}

export function JobFacts({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <section>
        <h3 className="h3">{t("job.pay")}</h3>
        <Facts rows={[[t("job.total"), <Pay key="total" job={job} year />], ...job.ctc_parts.map((part): [string, React.ReactNode] => [part.name, <span key={part.name} className="num">{format.money(part.amount, job.currency)}</span>])]} />
      </section>
      <section>
        <h3 className="h3">{t("job.facts")}</h3>
        <Facts rows={[
          [t("job.kind"), t(`jobType.${job.job_type}`, { defaultValue: job.job_type })],
          [t("job.location"), job.location],
          [t("job.experience"), job.experience_level],
          [t("job.bond"), job.bond_months === null ? t("job.bondNone") : [t("job.months", { count: job.bond_months }), job.bond_amount === null ? null : format.money(job.bond_amount, job.currency)].filter(Boolean).join(", ")],
          [t("job.duration"), job.duration_months === null ? null : t("job.months", { count: job.duration_months })],
          [t("job.joining"), job.joining_date && format.day(`${job.joining_date}T06:30:00Z`, true)],
          [t("job.openings"), job.openings === null ? null : format.number(job.openings)],
          [t("job.deadline"), job.deadline_at && <Due key="due" at={job.deadline_at} icon={false} />],
        ]} />
      </section>
    </>
  );
}

export function JobText({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {job.description && <section><h3 className="h3">{t("job.description")}</h3><p className="muted prose">{job.description}</p></section>}
      {(job.jd_file ?? job.jd_link) && (
        <p className="row wrap">
          {job.jd_file && <a href={job.jd_file.url} target="_blank" rel="noreferrer" className={buttonClass({ small: true })}><Icon name="download" size={16} />{job.jd_file.name}</a>}
          {job.jd_link && <a href={job.jd_link} target="_blank" rel="noreferrer" className={buttonClass({ small: true })}><Icon name="external-link" size={16} />{t("job.link")}</a>}
        </p>
      )}
      {job.skills.length > 0 && <section><h3 className="h3">{t("job.skills")}</h3><div className="skills">{job.skills.map((skill) => <span key={skill} className="tag tag-line">{skill}</span>)}</div></section>}
    </>
  );
}

export function JobDetailPane({ jobId, alone }: { jobId: string; alone?: boolean }) {
  const { t } = useTranslation();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  const [applying, setApplying] = useState(false);
  if (error) return <Failed what={t("job.one")} error={error} retry={() => void refetch()} />;
  if (!job) return <Skeleton rows={6} tall />;
  const policy = policyLines(t, job.policy_facts);
  const verdict = job.application ? null : job.verdict;
  const shut = verdict?.reasons.find((reason) => !reason.passed);
  const Heading = alone ? "h1" : "h2";

  return (
    <>
      <div className="pad stack job-head">
        <div className="detail-head">
          <Mono name={job.company.name} id={job.company.id} size="lg" />
          <div className="grow">
            <Heading>{job.title}</Heading>
            <p className="muted">{job.company.name}{job.location && `, ${job.location}`}<span className="dotsep">{t(`jobType.${job.job_type}`, { defaultValue: job.job_type })}</span></p>
            {job.deadline_at && <Due at={job.deadline_at} icon />}
          </div>
          <span className={alone ? "row only-wide-flex" : "row"}><ShareJob job={job} /><SaveStar job={job} /></span>
        </div>
        <Decision job={job} onApply={() => setApplying(true)} />
      </div>
      {alone && <h2 className="vh">{t("job.details")}</h2>}
      <div className="detail-grid">
        <div className="pad stack-6">
          {verdict && !verdict.eligible && <RuleTable verdict={verdict} />}
          {verdict && !verdict.eligible && <Remedies verdict={verdict} />}
          <JobText job={job} />
          <Process job={job} />
          {verdict?.eligible && <RuleTable verdict={verdict} />}
        </div>
        <div className="pad stack-6">
          <JobFacts job={job} />
          <PlacedBefore job={job} />
          <section><h3 className="h3">{t("job.before")}</h3><ul className="stack-2 small muted">{policy.map((line) => <li key={line}>{line}</li>)}</ul></section>
        </div>
      </div>
      {(alone || verdict) && (
        <div className="sticky-act job-act only-narrow">
          <span className="row">
            <ShareJob job={job} />
            {shut ? <SaveJob job={job} /> : <SaveStar job={job} />}
            {verdict?.eligible && <Button kind="primary" className="grow" onClick={() => setApplying(true)}>{t("job.apply")}</Button>}
            {job.application && <Link to="/applications/$applicationId" params={{ applicationId: job.application.id }} className={`grow ${buttonClass({ kind: "primary" })}`}>{t("job.openApplication")}</Link>}
          </span>
          {shut && <Why>{t("job.closedWhy", { rule: rulingText(t, shut) })}</Why>}
        </div>
      )}
      {applying && <Suspense><ApplySheet job={job} onClose={() => setApplying(false)} /></Suspense>}
    </>
  );
}
