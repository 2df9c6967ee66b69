import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { SelectField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { Providers } from "./Providers";
import { type Institution, institutionQuery, saveInstitution } from "./queries";

const modes = ["password", "password_code", "passwordless", "sso"] as const;

const valuesOf = ({ sign_in: policy }: Institution) => ({ mode: policy.mode, domains: policy.domains.join(", "), remember_days: String(policy.remember_days), registration: policy.registration });

function Policy({ institution, readOnly }: { institution: Institution; readOnly: boolean }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: valuesOf(institution), shouldFocusError: false });
  const submit = useSubmit(form, async (values) => {
    const days = Number(values.remember_days);
    if (!Number.isInteger(days) || days < 1 || days > 180) return form.setError("remember_days", { message: t("settings.daysWrong") });
    const saved = await saveInstitution({ sign_in: { mode: values.mode, domains: values.domains.split(/[\s,;]+/u).filter(Boolean), remember_days: days, registration: values.registration } });
    form.reset(valuesOf(saved));
    toast(t("settings.saved"));
  });
  const problem = form.formState.errors.root?.message;
  return (
    <fieldset className="plain-set" disabled={readOnly}>
      <form className="card card-pad stack-6 narrow" noValidate onSubmit={(event) => void submit(event)}>
        {problem && <ErrorSummary form={form} />}
        <fieldset className="field" data-field="sign_in.mode">
          <legend className="label">{t("settings.mode")}</legend>
          {modes.map((mode) => (
            <label key={mode} className="check"><input type="radio" value={mode} {...form.register("mode")} /><span className="strong">{t(`settings.modes.${mode}`)} <span className="small muted block">{t(`settings.modeWhat.${mode}`)}</span></span></label>
          ))}
        </fieldset>
        <TextField form={form} name="domains" optional label={t("settings.mailDomains")} hint={t("settings.mailDomainsHint")} />
        <SelectField form={form} name="registration" label={t("settings.registration")} options={(["open", "domains", "closed"] as const).map((value) => ({ value, label: t(`settings.registrations.${value}`) }))} />
        <TextField form={form} name="remember_days" inputMode="numeric" className="short-field" label={t("settings.remember")} hint={t("settings.rememberHint")} />
        <div><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("settings.save")}</Button></div>
      </form>
    </fieldset>
  );
}

/** How the people of the institution get in. */
export function SignInTab() {
  const { t } = useTranslation();
  const me = useMe();
  const { data, error, refetch } = useQuery(institutionQuery);
  if (error) return <div className="card narrow"><Failed what={t("settings.tab.signIn")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={5} />;
  const readOnly = !may(me, "institution.manage");
  return (
    <div className="stack-6">
      {readOnly && <div className="narrow"><Notice tone="plain" icon="lock">{t("settings.readOnly")}</Notice></div>}
      <Policy key={data.updated_at} institution={data} readOnly={readOnly} />
      {may(me, "identity_providers.manage") && <Providers />}
    </div>
  );
}
