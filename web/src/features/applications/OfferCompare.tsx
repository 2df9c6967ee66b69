import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import type { Status } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import type { OfferDetail } from "./types";

/** This offer beside what else is under way: pay, place, and how far each has come. */
export function Compare({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (offer.others.length === 0) return null;
  const money = (ctc: number | null, currency: string) => (ctc === null ? t("offer.payUnknown") : format.money(ctc, currency));
  const better = offer.others.filter((one) => one.ctc !== null && offer.ctc !== null && one.currency === offer.currency && one.ctc > offer.ctc).length;
  return (
    <section className="card compare">
      <div className="card-head"><div><h2 className="h2">{t("offer.compare", { count: offer.others.length })}</h2><p className="small muted">{t("offer.compareHint", { count: better })}</p></div></div>
      <div className="table-wrap"><table className="table table-plain table-cards">
        <caption className="vh">{t("offer.compareCaption")}</caption>
        <thead><tr><th scope="col">{t("job.company")}</th><th scope="col" className="num">{t("job.pay")}</th><th scope="col">{t("job.location")}</th><th scope="col">{t("offer.stands")}</th></tr></thead>
        <tbody>
          <tr aria-selected="true">
            <td className="card-title"><b>{offer.job.company.name}</b><span className="faint small block">{offer.job.title}</span></td>
            <td className="num card-line" data-label={t("job.pay")}><b>{money(offer.ctc, offer.currency)}</b></td>
            <td className="card-line" data-label={t("job.location")}>{offer.joining_place ?? offer.job.location ?? "·"}</td>
            <td className="card-line" data-label={t("offer.stands")}><span><StatusTag status="OFFER_RELEASED" /></span></td>
          </tr>
          {offer.others.map((one) => (
            <tr key={one.application_id}>
              <td className="card-title"><Link className="name" to="/applications/$applicationId" params={{ applicationId: one.application_id }}>{one.company_name}</Link><span className="faint small block">{one.title}</span></td>
              <td className="num card-line" data-label={t("job.pay")}>{money(one.ctc, one.currency)}</td>
              <td className="card-line" data-label={t("job.location")}>{one.location ?? "·"}</td>
              <td className="card-line" data-label={t("offer.stands")}>
                <span><StatusTag status={one.status as Status} /><span className="faint small block">{one.interview_at ? t("offer.interviewOn", { when: format.moment(one.interview_at) }) : one.deadline_at ? t("offer.answerOn", { when: format.moment(one.deadline_at) }) : t("board.since", { span: format.since(one.since) })}</span></span>
              </td>
            </tr>
          ))}
        </tbody>
      </table></div>
    </section>
  );
}
