import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import type { Move } from "@/shared/flow/moves";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField } from "@/shared/form/Field";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import type { Schemas } from "@/shared/http/http";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { moveApplication } from "./queries";
import type { OfferDetail } from "./types";

type Code = NonNullable<Schemas["OfferDetail"]["reason_code"]>;
const codes = ["another_offer", "higher_studies", "location", "pay", "role", "other"] as const satisfies readonly Code[];

/** What else is under way, and ends by accepting: the server applies the policy and says which. */
export function Consequences({ offer }: { offer: OfferDetail }) {
  const { t, language } = useTranslation();
  const others = offer.accepting_closes;
  if (others.length === 0) return <Notice tone="info">{t(offer.others.length > 0 ? "offer.othersStay" : "offer.noOthers")}</Notice>;
  const names = new Intl.ListFormat(language).format(others.map((one) => `${one.company_name} (${one.title})`));
  return <Notice tone="warn"><b>{t("offer.ends", { count: others.length })}</b> <span className="muted">{t("offer.endsNames", { names })}</span></Notice>;
}

interface Props {
  offer: OfferDetail;
  move: Move;
  onClose: () => void;
  /** The answer came too late, or another was first. */
  onGone: (problem: Problem) => void;
}

export function AnswerDialog({ offer, move, onClose, onGone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const accept = move.name === "accept-offer";
  const form = useForm<{ code: Code | ""; reason: string }>({ defaultValues: { code: "", reason: "" } });
  const code = form.watch("code");
  const { company, title } = offer.job;
  const submit = form.handleSubmit(async ({ reason }) => {
    if (code === "other" && !reason.trim()) return form.setError("reason", { message: t("offer.otherNeedsText") });
    try {
      await moveApplication(offer.application_id, move, accept ? {} : { ...(code && { reason_code: code }), ...(reason.trim() && { reason: reason.trim() }) });
      onClose();
    } catch (error) {
      const problem = Problem.from(error);
      if (problem.status === 409) onGone(problem);
      else form.setError("root", { message: problemText(t, problem) });
    }
    return undefined;
  });
  return (
    <Dialog
      open onClose={onClose} drawer onSubmit={() => void submit()} title={t(accept ? "offer.acceptTitle" : "offer.declineTitle", { company: company.name })}
      foot={<><Button onClick={onClose}>{t("action.notNow")}</Button><Button kind={accept ? "primary" : "danger-fill"} type="submit" busy={form.formState.isSubmitting} data-autofocus={accept || undefined}>{t(accept ? "offer.accept" : "offer.decline")}</Button></>}
    >
      <ErrorSummary form={form} />
      <p>{accept ? t("offer.acceptText", { title, pay: offer.ctc === null ? "" : t("job.aYear", { amount: format.money(offer.ctc, offer.currency) }) }) : t("offer.declineText")}</p>
      {accept ? <Consequences offer={offer} /> : (
        <>
          <fieldset className="field">
            <legend className="label">{t("offer.why")} <span className="optional">{t("form.optional")}</span></legend>
            <div className="chips">
              {codes.map((one) => (
                <button key={one} type="button" className="chip" aria-pressed={code === one} onClick={() => form.setValue("code", code === one ? "" : one)}>
                  {code === one && <Icon name="check" />}{t(`declineReason.${one}`)}
                </button>
              ))}
            </div>
          </fieldset>
          <AreaField form={form} name="reason" label={t("offer.inWords")} hint={t("offer.inWordsHint")} optional={code !== "other"} rows={2} />
        </>
      )}
    </Dialog>
  );
}
