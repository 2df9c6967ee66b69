import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { buttonClass } from "@/shared/ui/Button";
import { Facts } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { toast } from "@/shared/ui/toast";
import { LetterLink, Pay, termRows } from "./OfferTerms";
import { attachLetter } from "./queries";
import type { OfferDetail } from "./types";

/** The office's side of an offer: what was offered, until when, and the letter to it. */
export function OfferCard({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const attach = useMutation({ mutationFn: (file: File) => attachLetter(offer.application_id, file), onSuccess: () => toast(t("offer.letterKept")) });
  const live = offer.state === "OPEN" || offer.state === "ACCEPTED";
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("offer.title")}</h2></div>
      <div className="card-pad stack">
        <Facts rows={[
          [t("offer.state"), t(`offerState.${offer.state}`)], ...termRows(t, format, offer).slice(2),
          [t("offer.deadline"), offer.state === "OPEN" ? format.due(offer.deadline_at).text : null],
          [t("offer.answered"), offer.responded_at && format.moment(offer.responded_at)],
          [t("move.reason"), [offer.reason_code && t(`declineReason.${offer.reason_code}`), offer.reason].filter(Boolean).join(". ")],
        ]} />
        <Pay offer={offer} />
        {attach.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(attach.error))}</Notice>}
        <div className="row wrap">
          <LetterLink offer={offer} />
          {live && (
            <>
              <label className={buttonClass({ small: !!offer.letter })} htmlFor={id} aria-busy={attach.isPending || undefined}><Icon name={attach.isPending ? "loader-circle" : "upload"} size={16} className={attach.isPending ? "spin" : undefined} />{t(offer.letter ? "offer.letterReplace" : "offer.letterAttach")}</label>
              <input id={id} className="vh" type="file" accept="application/pdf" onChange={(event) => { const file = event.target.files?.[0]; if (file) attach.mutate(file); event.target.value = ""; }} />
            </>
          )}
        </div>
        {live && !offer.letter && <p className="small muted">{t("offer.letterHint")}</p>}
      </div>
    </section>
  );
}
