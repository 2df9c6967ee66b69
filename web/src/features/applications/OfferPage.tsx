import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Move } from "@/shared/flow/moves";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField } from "@/shared/form/Field";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Due, Facts } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { applicationQuery, moveApplication, offerQuery, refreshApplications } from "./queries";
import type { Application } from "./types";

const reasons = ["other_offer", "pay", "place", "studies"] as const;

/** What else is under way, and ends by accepting: the server applies the policy and says which. */
function Consequences({ application }: { application: Application }) {
  const { t } = useTranslation();
  const { data } = useQuery(offerQuery(application.id));
  if (!data) return null;
  const others = data.accepting_closes;
  if (others.length === 0) return <Notice tone="info">{t("offer.noOthers")}</Notice>;
  const names = new Intl.ListFormat(document.documentElement.lang).format(others.map((one) => `${one.company_name} (${one.title})`));
  return <Notice tone="warn"><b>{t("offer.ends", { count: others.length })}</b> <span className="muted">{t("offer.endsNames", { names })}</span></Notice>;
}

function AnswerDialog({ application, move, onClose, onGone }: { application: Application; move: Move; onClose: () => void; onGone: (problem: Problem) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const accept = move.name === "accept-offer";
  const form = useForm({ defaultValues: { reason: "" } });
  const { company } = application.job;
  const ctc = application.offer?.ctc ?? application.job.ctc;
  const submit = form.handleSubmit(async ({ reason }) => {
    try {
      await moveApplication(application.id, move, accept || !reason ? {} : { reason });
      onClose();
    } catch (error) {
      const problem = Problem.from(error);
      if (problem.status === 409) onGone(problem);
      else form.setError("root", { message: problem.message || t(problem.status === 0 ? "failed.offline" : "failed.server") });
    }
  });
  return (
    <Dialog
      open onClose={onClose} drawer onSubmit={() => void submit()} title={t(accept ? "offer.acceptTitle" : "offer.declineTitle", { company: company.name })}
      foot={<><Button onClick={onClose}>{t("action.notNow")}</Button><Button kind={accept ? "primary" : "danger-fill"} type="submit" busy={form.formState.isSubmitting}>{t(accept ? "offer.accept" : "offer.decline")}</Button></>}
    >
      <ErrorSummary form={form} />
      <p>{accept ? t("offer.acceptText", { title: application.job.title, pay: ctc === null ? "" : format.money(ctc, application.job.currency) }) : t("offer.declineText")}</p>
      {accept ? <Consequences application={application} /> : (
        <>
          <div className="chips">{reasons.map((one) => <button key={one} type="button" className="chip" aria-pressed={form.watch("reason") === t(`offer.reason.${one}`)} onClick={() => form.setValue("reason", t(`offer.reason.${one}`))}>{t(`offer.reason.${one}`)}</button>)}</div>
          <AreaField form={form} name="reason" label={t("move.reason")} optional rows={2} />
        </>
      )}
    </Dialog>
  );
}

/** S7: what am I offered, and until when must I answer? */
export function OfferPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { applicationId } = useParams({ strict: false }) as { applicationId: string };
  const { data, error, refetch } = useQuery(applicationQuery(applicationId));
  const [answering, setAnswering] = useState<Move | null>(null);
  const [gone, setGone] = useState<Problem | null>(null);
  usePage(t("offer.title"), { parent: { label: t("nav.applications"), to: "/applications" } });
  if (error) return <div className="card"><Failed what={t("offer.title")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={5} tall />;
  const { offer, job } = data;
  const accept = data.moves.find((move) => move.name === "accept-offer");
  const decline = data.moves.find((move) => move.name === "decline-offer");
  const ctc = offer?.ctc ?? job.ctc;
  const pay = ctc === null ? null : t("job.aYear", { amount: format.money(ctc, job.currency) });
  const outcome = data.status === "PLACED" ? "placed" : data.status === "OFFER_DECLINED" ? (data.cause === "lapsed" ? "lapsed" : "declined") : data.status === "REJECTED" ? "gone" : null;
  const back = <Link to="/applications" className={buttonClass()}>{t("offer.back")}</Link>;

  return (
    <div className="narrow offer">
      <PageHead lead={<Mono name={job.company.name} id={job.company.id} size="lg" />} answer={t("offer.from", { company: job.company.name })} rest={pay ?? undefined} sub={[job.title, job.location].filter(Boolean).join(", ")} />
      <div className="stack-6">
        {gone && <Notice tone="bad" role="alert" action={<Button onClick={() => { setGone(null); void refreshApplications(); }}>{t("offer.reload")}</Button>}><b>{t("offer.conflict")}</b> <span className="muted">{gone.message}</span></Notice>}
        {outcome ? (
          <Notice tone={outcome === "placed" ? "ok" : "info"} icon={outcome === "placed" ? "badge-check" : "info"} role="status" action={back}><b>{t(`offer.outcome.${outcome}`, { company: job.company.name })}</b> <span className="muted">{t(`offer.outcomeText.${outcome}`)}</span></Notice>
        ) : offer?.deadline_at && <Notice tone="warn" icon="clock"><b>{t("offer.answerBy")}</b> <Due at={offer.deadline_at} icon={false} /></Notice>}
        <section className="card card-pad">
          <Facts rows={[
            [t("job.company"), job.company.name], [t("job.role"), job.title], [t("job.pay"), pay], [t("job.location"), job.location],
            [t("offer.released"), offer && format.moment(offer.released_at)], [t("offer.deadline"), offer?.deadline_at && format.due(offer.deadline_at).text],
          ]} />
          <p className="small"><Link to="/jobs/$jobId" params={{ jobId: job.id }}>{t("board.openJob")}</Link></p>
        </section>
        {accept && <section className="stack-2"><h2 className="h2">{t("offer.ifAccept")}</h2><Consequences application={data} /></section>}
        {(accept ?? decline) && (
          <div className="sticky-act offer-act">
            {accept && <Button kind="primary" onClick={() => setAnswering(accept)}>{t("offer.accept")}</Button>}
            {decline && <Button kind="danger" onClick={() => setAnswering(decline)}>{t("offer.decline")}</Button>}
          </div>
        )}
      </div>
      {answering && <AnswerDialog application={data} move={answering} onClose={() => setAnswering(null)} onGone={(problem) => { setAnswering(null); setGone(problem); }} />}
    </div>
  );
}
