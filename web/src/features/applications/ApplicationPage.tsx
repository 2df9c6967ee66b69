import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { FlowButtons } from "@/shared/flow/FlowButtons";
import { History } from "@/shared/flow/History";
import { type Ruling, rulingText } from "@/shared/flow/verdict";
import { StatusTag } from "@/shared/flow/StatusTag";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { buttonClass } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Facts, Why } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { OfferCard } from "./OfferCard";
import { isOpen, NextDate, Waiting } from "./parts";
import { applicationQuery, historyQuery, moveApplication, moveOffer, offerQuery } from "./queries";

const answers = ["accept-offer", "decline-offer"];
/** Of the offer itself; while there is one, taking it back is how the office ends the application. */
const takeBacks = ["revoke", "renege"];

/** What was true when the student applied, as far as it is in words. */
function decided(decision: Record<string, unknown>): Ruling[] {
  const list: unknown = decision["reasons"];
  return Array.isArray(list) ? (list as Ruling[]) : [];
}

export function ApplicationPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const staff = may(me, "applicants.read");
  const { applicationId } = useParams({ strict: false }) as { applicationId: string };
  const { data, error, refetch } = useQuery(applicationQuery(applicationId));
  const history = useQuery(historyQuery(applicationId));
  const offered = useQuery({ ...offerQuery(applicationId), enabled: !!data?.offer && may(me, "offers.manage") });
  usePage(data ? (staff ? data.student.full_name : data.job.title) : t("nav.applications"), {
    parent: staff && data ? { label: data.job.title, to: `/jobs/${data.job.id}/applicants` } : { label: t("nav.applications"), to: "/applications" },
  });
  if (error) return <div className="card"><Failed what={t("application.one")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={6} tall />;
  const { job, student } = data;
  const offer = offered.data;
  const grounds = decided(data.decision);
  const canWithdraw = data.moves.some((move) => move.name === "withdraw");

  return (
    <>
      <PageHead
        lead={<Mono name={job.company.name} id={job.company.id} size="lg" />}
        answer={<bdi>{staff ? student.full_name : job.title}</bdi>} rest={staff ? undefined : job.company.name}
        sub={<span className="row wrap"><StatusTag status={data.status} /><NextDate application={data} /><Waiting application={data} /></span>}
      >
        {!staff && data.offer && <Link to="/applications/$applicationId/offer" params={{ applicationId }} className={buttonClass(data.status === "OFFER_RELEASED" ? { kind: "primary" } : {}, data.status === "OFFER_RELEASED" ? "only-wide-flex" : "")}>{t(data.status === "OFFER_RELEASED" ? "offer.review" : "offer.see")}</Link>}
        <FlowButtons moves={data.moves} without={offer ? [...answers, "reject"] : answers} subject={staff ? `${student.full_name}: ${job.title}` : `${job.company.name}, ${job.title}`} send={(move, input) => moveApplication(data.id, move, input)} />
        {offer && <FlowButtons moves={offer.moves.filter((move) => takeBacks.includes(move.name))} subject={`${student.full_name}, ${job.company.name}`} send={(move, input) => moveOffer(offer.id, move, input)} />}
      </PageHead>
      <div className="ogrid">
        <div className="col">
          {data.cause && <Notice tone="info"><b>{t(`cause.${data.cause}`, { defaultValue: data.cause })}</b></Notice>}
          <section className="card">
            <div className="card-head"><h2 className="h2">{t("history.title")}</h2></div>
            <div className="card-pad">
              {history.error ? <Failed what={t("history.title")} error={history.error} retry={() => void history.refetch()} /> : history.data ? <History lines={history.data} /> : <Skeleton rows={3} />}
            </div>
          </section>
          {data.cover_letter && <section className="card"><div className="card-head"><h2 className="h2">{t("apply.letter")}</h2></div><p className="card-pad muted prose">{data.cover_letter}</p></section>}
        </div>
        <aside className="col">
          {offer && <OfferCard offer={offer} />}
          <section className="card card-pad stack">
            <h2 className="h3">{staff ? t("application.student") : t("job.one")}</h2>
            {staff ? (
              <Facts rows={[
                [t("field.full_name"), may(me, "students.read") ? <Link key="s" to="/students/$studentId" params={{ studentId: student.id }}>{student.full_name}</Link> : student.full_name],
                [t("field.roll_no"), student.roll_no], [t("field.branch"), student.branch],
                [t("field.cgpa"), student.cgpa === null ? null : format.number(student.cgpa, 2)], [t("field.email"), student.email],
              ]} />
            ) : null}
            <Facts rows={[
              [t("job.role"), <Link key="j" to="/jobs/$jobId" params={{ jobId: job.id }}>{job.title}</Link>],
              [t("job.company"), job.company.name],
              [t("job.pay"), job.ctc === null ? null : t("job.aYear", { amount: format.money(job.ctc, job.currency) })],
              [t("board.applied"), format.moment(data.applied_at)],
              [t("application.reference"), <span key="r" className="code break">{data.id}</span>],
            ]} />
            {!staff && isOpen(data) && !canWithdraw && <Why>{t("board.noWithdraw")}</Why>}
          </section>
          {grounds.length > 0 && (
            <section className="card card-pad stack-2">
              <h2 className="h3">{t("application.decision")}</h2>
              <p className="small muted">{t("application.decisionHint")}</p>
              <ul className="small stack-2">{grounds.map((one) => <li key={one.rule}>{rulingText(t, one, staff ? "them" : "you")}</li>)}</ul>
            </section>
          )}
        </aside>
      </div>
      {!staff && data.status === "OFFER_RELEASED" && <div className="sticky-act only-narrow"><Link to="/applications/$applicationId/offer" params={{ applicationId }} className={buttonClass({ kind: "primary" })}>{t("offer.review")}</Link></div>}
    </>
  );
}
