import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { Facts } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { LetterLink, Pay, termRows } from "./OfferTerms";
import type { OfferDetail } from "./types";

/** After the answer: a paper to keep, and what comes next. */
export function Accepted({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const day = offer.joining_date && format.day(`${offer.joining_date}T06:30:00Z`, true);
  const steps = [
    offer.letter ? t("offer.next.letter") : t("offer.next.awaitLetter"),
    offer.conditions && t("offer.next.conditions"),
    day ? t("offer.next.join", { day, place: offer.joining_place ?? offer.job.location ?? offer.job.company.name }) : t("offer.next.joinOpen", { company: offer.job.company.name }),
    t("offer.next.office"),
  ].filter((step): step is string => !!step);
  return (
    <>
      <section className="card certificate">
        <div className="certificate-head">
          <span className="certificate-mark"><Icon name="badge-check" size={24} /></span>
          <div>
            <p className="small muted">{me.institution.name}</p>
            <h2 className="h2">{t("offer.certificate", { title: offer.job.title, company: offer.job.company.name })}</h2>
            <p className="muted">{me.full_name}{offer.responded_at && <> · {t("offer.acceptedOn", { when: format.moment(offer.responded_at) })}</>}</p>
          </div>
        </div>
        <div className="card-pad stack">
          <Facts rows={[...termRows(t, format, offer), [t("application.reference"), <span key="r" className="code break">{offer.id}</span>]]} />
          <Pay offer={offer} />
          <div className="no-print"><LetterLink offer={offer} /></div>
        </div>
      </section>
      <section className="card card-pad stack">
        <h2 className="h2">{t("offer.nextTitle")}</h2>
        <ol className="process">{steps.map((step, index) => <li key={step} className={index === 0 ? "is-next" : ""}>{step}</li>)}</ol>
      </section>
    </>
  );
}
