import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, CheckField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { type Institution, institutionQuery, saveInstitution } from "./queries";

const zones = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];
const currencies = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("currency") : [];

const valuesOf = (one: Institution) => ({
  name: one.name, time_zone: one.time_zone, currency: one.currency, contact_email: one.contact_email ?? "", phone: one.phone ?? "", office_hours: one.office_hours ?? "", company_domains_required: one.company_domains_required,
});

function Editor({ institution }: { institution: Institution }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: valuesOf(institution), shouldFocusError: false });
  const submit = useSubmit(form, async (values) => {
    if (!values.name.trim()) return form.setError("name", { message: t("settings.nameMissing") });
    const changed = form.formState.dirtyFields;
    const body = Object.fromEntries(Object.entries(values).filter(([name]) => changed[name as keyof typeof values]).map(([name, value]) => [name, typeof value === "string" ? value.trim() || null : value]));
    if (Object.keys(body).length === 0) return;
    form.reset(valuesOf(await saveInstitution(body)));
    toast(t("settings.saved"));
  });
  return (
    <form className="card card-pad stack-6 narrow" noValidate onSubmit={(event) => void submit(event)}>
      <ErrorSummary form={form} />
      <TextField form={form} name="name" label={t("settings.name")} />
      <div className="two-fields">
        <TextField form={form} name="time_zone" label={t("settings.zone")} hint={t("settings.zoneHint")} list="zones" />
        <TextField form={form} name="currency" label={t("settings.currency")} hint={t("settings.currencyHint")} list="currencies" />
      </div>
      <datalist id="zones">{zones.map((one) => <option key={one} value={one}>{one}</option>)}</datalist>
      <datalist id="currencies">{currencies.map((one) => <option key={one} value={one}>{one}</option>)}</datalist>
      <TextField form={form} name="contact_email" type="email" optional label={t("settings.contact")} hint={t("settings.contactHint")} />
      <TextField form={form} name="phone" type="tel" optional label={t("settings.phone")} />
      <AreaField form={form} name="office_hours" rows={3} optional label={t("settings.hours")} hint={t("settings.hoursHint")} />
      <CheckField form={form} name="company_domains_required" label={<>{t("settings.domains")}<br /><span className="small muted">{t("settings.domainsHint")}</span></>} />
      <div><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("settings.save")}</Button></div>
    </form>
  );
}

export function InstitutionTab() {
  const { t } = useTranslation();
  const me = useMe();
  const { data, error, refetch } = useQuery(institutionQuery);
  if (error) return <div className="card narrow"><Failed what={t("settings.tab.institution")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={5} />;
  return (
    <fieldset className="plain-set" disabled={!may(me, "institution.manage")}>
      {!may(me, "institution.manage") && <div className="narrow mb-4"><Notice tone="plain" icon="lock">{t("settings.readOnly")}</Notice></div>}
      <Editor key={data.updated_at} institution={data} />
    </fieldset>
  );
}
