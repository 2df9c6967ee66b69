import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Why } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { toast } from "@/shared/ui/toast";
import { askCorrection, type Correction, correctionsQuery, type Profile, withdrawCorrection } from "./queries";

const numeric = new Set<string>(["graduation_year", "cgpa", "tenth_percent", "twelfth_percent", "active_backlogs"]);

function AskDialog({ field, value, onClose }: { field: string; value: string; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { wanted: value, reason: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ wanted, reason }) => {
    const text = wanted.trim();
    const number = Number(text.replace(",", "."));
    if (!text || text === value) form.setError("wanted", { message: t("correction.wantedMissing") });
    else if (numeric.has(field) && Number.isNaN(number)) form.setError("wanted", { message: t("correction.wantedNumber") });
    else if (!reason.trim()) form.setError("reason", { message: t("correction.reasonMissing") });
    else {
      await askCorrection({ field: field as Correction["field"] as never, wanted: numeric.has(field) ? number : text, reason: reason.trim() });
      toast(t("correction.sent"));
      onClose();
    }
  });
  return (
    <Dialog
      open drawer onClose={onClose} onSubmit={() => void submit()} title={t("correction.title", { field: t(`field.${field}`) })} sub={t("correction.now", { value: value || t("profile.none") })}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("correction.send")}</Button></>}
    >
      <ErrorSummary form={form} />
      <TextField form={form} name="wanted" label={t("correction.wanted")} inputMode={numeric.has(field) ? "decimal" : "text"} autoFocus />
      <AreaField form={form} name="reason" rows={3} label={t("correction.reason")} hint={t("correction.reasonHint")} />
    </Dialog>
  );
}

/** What was asked for, until the reader has seen the answer for a month. */
function Asked({ list }: { list: Correction[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const withdraw = useMutation({ mutationFn: withdrawCorrection, onSuccess: () => toast(t("correction.withdrawn")) });
  if (list.length === 0) return null;
  return (
    <ul className="card-list bordered">
      {list.map((one) => (
        <li key={one.id} className="item">
          <span className="grow">
            <b>{t("correction.change", { field: t(`field.${one.field}`), from: one.on_file ?? t("profile.none"), to: one.wanted })}</b><br />
            <span className="small muted">{t(`correction.state.${one.state}`, { when: format.moment(one.since), by: one.decided_by ?? "" })}{one.note && <> “{one.note}”</>}</span>
          </span>
          {one.moves.some((move) => move.name === "withdraw") && <Button small busy={withdraw.isPending && withdraw.variables === one.id} onClick={() => withdraw.mutate(one.id)}>{t("correction.withdraw")}</Button>}
        </li>
      ))}
    </ul>
  );
}

/** The fields that the office keeps: locked, with the way to have them corrected. */
export function RecordCard({ profile, fields }: { profile: Profile; fields: readonly (keyof Profile)[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(correctionsQuery);
  const [asking, setAsking] = useState<keyof Profile | null>(null);
  const list = data?.items ?? [];
  const waiting = new Set(list.filter((one) => one.state === "ASKED").map((one) => one.field));
  const text = (name: keyof Profile) => { const value = profile[name]; return value === null || value === undefined ? "" : String(value); };
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("profile.record")}</h2></div>
      <div className="card-pad stack">
        {profile.verified
          ? <Notice tone="ok" icon="badge-check"><b>{t("profile.verified")}</b> <span className="muted">{t("profile.verifiedBy", { day: format.day(profile.verified.at), by: profile.verified.by ?? t("ball.office") })}</span></Notice>
          : <Notice tone="plain">{t("profile.unverified")}</Notice>}
        <dl className="facts facts-act">
          {fields.map((name) => (
            <div key={name}>
              <dt>{t(`field.${name}`)}</dt>
              <dd className="row row-between">
                <span className="num">{text(name) || t("profile.none")}</span>
                {waiting.has(name) ? <span className="tag tag-offer"><Icon name="hourglass" />{t("correction.waiting")}</span>
                  : <button type="button" className="link small" aria-label={t("correction.askFor", { field: t(`field.${name}`) })} onClick={() => setAsking(name)}>{t("correction.ask")}</button>}
              </dd>
            </div>
          ))}
        </dl>
        {fields.length > 0 && <Why>{t("profile.locked")}</Why>}
        <Asked list={list} />
      </div>
      {asking && <AskDialog field={asking} value={text(asking)} onClose={() => setAsking(null)} />}
    </section>
  );
}
