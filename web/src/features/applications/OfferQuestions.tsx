import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { askAboutOffer } from "./queries";
import type { OfferDetail } from "./types";

function AskDialog({ offer, onClose }: { offer: OfferDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { text: "" } });
  const send = useSubmit(form, async ({ text }) => {
    await askAboutOffer(offer.application_id, text.trim());
    toast(t("offer.asked"));
    onClose();
  });
  const submit = () => {
    if (form.getValues("text").trim()) void send();
    else void form.handleSubmit(() => form.setError("text", { message: t("offer.askEmpty") }))();
  };
  return (
    <Dialog
      open onClose={onClose} drawer onSubmit={submit} title={t("offer.askTitle")} sub={`${offer.job.company.name}, ${offer.job.title}`}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("offer.askSend")}</Button></>}
    >
      <ErrorSummary form={form} />
      <AreaField form={form} name="text" label={t("offer.askLabel")} hint={t("offer.askHint")} rows={4} />
    </Dialog>
  );
}

/** What was asked so far; the office answers by mail or in person, the deadline stays. */
export function Questions({ offer }: { offer: OfferDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  return (
    <section className="card card-pad stack">
      <h2 className="h2">{t("offer.questions")}</h2>
      {offer.questions.length === 0 ? <p className="small muted">{t("offer.noQuestions")}</p> : (
        <ul className="stack">
          {offer.questions.map((one) => <li key={one.at}><p className="prose">{one.text}</p><p className="small muted">{one.by}, {format.moment(one.at)}</p></li>)}
        </ul>
      )}
      {offer.state === "OPEN" && <div><Button icon="message-circle" onClick={() => setAsking(true)}>{t("offer.ask")}</Button></div>}
      {asking && <AskDialog offer={offer} onClose={() => setAsking(false)} />}
    </section>
  );
}
