import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { buttonClass } from "@/shared/ui/Button";
import { Facts } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import type { OfferDetail } from "./types";

/** A day without an hour, at noon of the institution. */
const noon = (day: string) => `${day}T06:30:00Z`;

/** The letter as it was signed: the PDF says more than the page. */
export function LetterLink({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!offer.letter) return null;
  return (
    <a className={buttonClass()} href={offer.letter.url} target="_blank" rel="noreferrer">
      <Icon name="file-text" size={16} />{t("offer.letter")} <span className="muted small">PDF, {format.number(Math.max(1, Math.round(offer.letter.size / 1024)))} kB</span>
    </a>
  );
}

/** How the pay is split, each part as a share of the whole. */
export function Pay({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (offer.parts.length === 0) return null;
  const sum = offer.parts.reduce((all, part) => all + part.amount, 0);
  return (
    <div className="hbars hbars-pay">
      {offer.parts.map((part) => (
        <div className="hbar" key={part.name}>
          <span>{part.name}</span>
          <span className="track" aria-hidden="true"><i style={{ "--v": `${sum === 0 ? 0 : (part.amount / sum) * 100}%` }} /></span>
          <span className="n">{format.money(part.amount, offer.currency)}</span>
        </div>
      ))}
      {offer.ctc !== null && <div className="hbar hbar-sum"><b>{t("offer.together")}</b><span /><b className="n">{format.money(offer.ctc, offer.currency)}</b></div>}
    </div>
  );
}

export function termRows(t: ReturnType<typeof useTranslation>["t"], format: ReturnType<typeof useFormat>, offer: OfferDetail): [string, React.ReactNode][] {
  return [
    [t("job.company"), offer.job.company.name], [t("job.role"), offer.job.title],
    [t("job.pay"), offer.ctc === null ? null : t("job.aYear", { amount: format.money(offer.ctc, offer.currency) })],
    [t("offer.joining"), offer.joining_date && format.day(noon(offer.joining_date), true)],
    [t("offer.place"), offer.joining_place ?? offer.job.location],
    [t("offer.conditions"), offer.conditions && <span key="c" className="prose">{offer.conditions}</span>],
  ];
}

/** Everything that is offered, as the company wrote it. */
export function Terms({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("offer.terms")}</h2><LetterLink offer={offer} /></div>
      <div className="card-pad stack">
        <Facts rows={[
          ...termRows(t, format, offer), [t("offer.released"), format.moment(offer.released_at)],
          [t("offer.deadline"), offer.state === "OPEN" ? format.due(offer.deadline_at).text : null],
        ]} />
        {offer.parts.length > 0 && <div className="stack-2"><h3 className="h3">{t("offer.split")}</h3><Pay offer={offer} /></div>}
        <p className="small"><Link to="/jobs/$jobId" params={{ jobId: offer.job.id }}>{t("board.openJob")}</Link></p>
      </div>
    </section>
  );
}
