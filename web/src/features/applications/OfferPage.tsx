import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Move } from "@/shared/flow/moves";
import type { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { has, useMe } from "@/shared/session/me";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Due } from "@/shared/ui/facts";
import { Mono } from "@/shared/ui/Mono";
import { Notice } from "@/shared/ui/Notice";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { useNow } from "@/shared/ui/use-now";
import { Accepted } from "./OfferAccepted";
import { AnswerDialog, Consequences } from "./OfferAnswer";
import { Compare } from "./OfferCompare";
import { Questions } from "./OfferQuestions";
import { Share } from "./OfferShare";
import { Terms } from "./OfferTerms";
import { offerQuery, refreshApplications } from "./queries";
import type { OfferDetail } from "./types";

/** How an offer ended, in the words of the page; an open or accepted one has not. */
const ends: Record<string, string> = { DECLINED: "declined", LAPSED: "lapsed", REVOKED: "gone", RENEGED: "renegedBy" };

/** The day and the hour, with their distance: amber, and red on the last day. */
function AnswerBy({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const late = format.due(offer.deadline_at, now).urgency === "now";
  return <Notice tone={late ? "bad" : "warn"} icon="clock"><b>{t("offer.answerBy")}</b> <Due at={offer.deadline_at} icon={false} /></Notice>;
}

/** S7: what am I offered, and until when must I answer? */
export function OfferPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { applicationId } = useParams({ strict: false }) as { applicationId: string };
  const { data: offer, error, refetch } = useQuery(offerQuery(applicationId));
  const [answering, setAnswering] = useState<Move | null>(null);
  const [gone, setGone] = useState<Problem | null>(null);
  usePage(t("offer.title"), { parent: { label: t("nav.applications"), to: "/applications" }, note: offer?.state === "OPEN" ? t("offer.note", { when: format.due(offer.deadline_at).hint }) : undefined });
  if (error) return <div className="card"><Failed what={t("offer.title")} error={error} retry={() => void refetch()} /></div>;
  if (!offer) return <Skeleton rows={5} tall />;
  const { job } = offer;
  const accept = offer.moves.find((move) => move.name === "accept-offer");
  const decline = offer.moves.find((move) => move.name === "decline-offer");
  const pay = offer.ctc === null ? undefined : t("job.aYear", { amount: format.money(offer.ctc, offer.currency) });
  const end = ends[offer.state];
  const taken = offer.state === "ACCEPTED";
  const answers = (
    <>
      {accept && <Button kind="primary" onClick={() => setAnswering(accept)}>{t("offer.accept")}</Button>}
      {decline && <Button kind="danger" onClick={() => setAnswering(decline)}>{t("offer.decline")}</Button>}
    </>
  );
  const back = <Link to="/applications" className={buttonClass()}>{t("offer.back")}</Link>;

  return (
    <div className="offer">
      <PageHead
        lead={<Mono name={job.company.name} id={job.company.id} size="lg" />}
        answer={taken ? t("offer.youAre", { company: job.company.name }) : t("offer.from", { company: job.company.name })}
        rest={pay} sub={[job.title, offer.joining_place ?? job.location].filter(Boolean).join(", ")}
      >
        {taken && <Button icon="printer" onClick={() => window.print()}>{t("offer.print")}</Button>}
      </PageHead>
      <div className="stack-6">
        {gone && <Notice tone="bad" role="alert" action={<Button onClick={() => { setGone(null); void refreshApplications(); }}>{t("offer.reload")}</Button>}><b>{t("offer.conflict")}</b> <span className="muted">{problemText(t, gone)}</span></Notice>}
        {end && <Notice tone="info" role="status" action={back}><b>{t(`offer.outcome.${end}`)}</b> <span className="muted">{t(`offer.outcomeText.${end}`)}</span></Notice>}
        {offer.state === "OPEN" && <AnswerBy offer={offer} />}
        <div className="ogrid">
          <div className="col">
            {taken && <Accepted offer={offer} />}
            {!taken && <Terms offer={offer} />}
            {offer.state === "OPEN" && <Compare offer={offer} />}
          </div>
          <aside className="col no-print">
            {accept && (
              <section className="card card-pad stack offer-if">
                <h2 className="h2">{t("offer.ifAccept")}</h2>
                <Consequences offer={offer} />
                <div className="row only-wide-flex">{answers}</div>
              </section>
            )}
            {(offer.state === "OPEN" || offer.questions.length > 0) && <Questions offer={offer} />}
            {has(me, "FEATURE_OFFER_SHARING") && (offer.state === "OPEN" || taken) && <Share offer={offer} />}
          </aside>
        </div>
        {accept && <div className="sticky-act offer-act">{answers}</div>}
      </div>
      {answering && <AnswerDialog offer={offer} move={answering} onClose={() => setAnswering(null)} onGone={(problem) => { setAnswering(null); setGone(problem); }} />}
    </div>
  );
}
