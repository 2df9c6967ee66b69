import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useFieldArray, type UseFormReturn, useWatch } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { AreaField, ChipsField, SelectField, TextField } from "@/shared/form/Field";
import { zoneName } from "@/shared/i18n/format";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import type { JobValues } from "./form";
import { jobTypes } from "./kinds";
import { branchesQuery, companiesQuery } from "./queries";

type Form = UseFormReturn<JobValues>;

export function FileField({ file, attached, onFile }: { file: File | null; attached: string | undefined; onFile: (file: File | null) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("job.file")} <span className="optional">{t("form.optional")}</span></label>
      <p className="hint">{!file && attached ? t("job.fileNow", { name: attached }) : t("job.fileHint")}</p>
      <input id={id} data-field="file" type="file" accept=".pdf,.docx" className="file" onChange={(event) => onFile(event.target.files?.[0] ?? null)} />
    </div>
  );
}

export function AboutFields({ form, own, file }: { form: Form; own: boolean; file: ReactNode }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const companies = useQuery({ ...companiesQuery, enabled: !own });
  const names = companies.data?.items ?? [];
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("job.about")}</h2></div>
      <div className="card-pad stack-6">
        {!own && (
          <>
            <TextField
              form={form} name="company" label={t("job.company")} hint={t("job.companyHint")} list="companies" autoComplete="off"
            />
            <datalist id="companies">{names.map((one) => <option key={one.id} value={one.name}>{one.name}</option>)}</datalist>
          </>
        )}
        <TextField form={form} name="title" label={t("job.role")} />
        <div className="pair">
          <SelectField form={form} name="job_type" label={t("job.kind")} options={jobTypes.map((value) => ({ value, label: t(`jobType.${value}`) }))} />
          <TextField form={form} name="location" label={t("job.location")} optional />
        </div>
        <AreaField form={form} name="description" label={t("job.description")} hint={t("job.descriptionHint")} optional rows={8} />
        <TextField form={form} name="skills" label={t("job.skills")} hint={t("job.skillsHint")} optional />
        <div className="pair">
          <TextField form={form} name="experience_level" label={t("job.experience")} optional />
          <TextField form={form} name="openings" inputMode="numeric" label={t("job.openings")} optional />
        </div>
        <TextField form={form} name="deadline" type="datetime-local" label={t("job.deadline")} hint={t("form.zone", { zone: zoneName(new Date(), locale) })} optional />
        <TextField form={form} name="jd_link" type="url" label={t("job.link")} optional />
        {file}
      </div>
    </section>
  );
}

export function PayFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = useFieldArray({ control: form.control, name: "ctc_parts" });
  const typed = useWatch({ control: form.control, name: "ctc" });
  const amount = Number(typed.replaceAll(/[\s,]/gu, ""));
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("job.pay")}</h2></div>
      <div className="card-pad stack-6">
        <TextField form={form} name="ctc" inputMode="numeric" label={t("job.ctc")} hint={amount > 0 ? t("job.aYear", { amount: format.money(amount) }) : t("job.ctcHint")} optional />
        <fieldset className="field">
          <legend className="label">{t("job.parts")} <span className="optional">{t("form.optional")}</span></legend>
          <p className="hint">{t("job.partsHint")}</p>
          {parts.fields.map((part, index) => (
            <div key={part.id} className="part-row">
              <TextField form={form} name={`ctc_parts.${index}.name`} label={t("job.partName")} />
              <TextField form={form} name={`ctc_parts.${index}.amount`} inputMode="numeric" label={t("job.partAmount")} />
              <Button kind="quiet" iconOnly icon="x" aria-label={t("job.partRemove")} onClick={() => parts.remove(index)} />
            </div>
          ))}
          <div><Button small icon="plus" onClick={() => parts.append({ name: "", amount: "" })}>{t("job.partAdd")}</Button></div>
        </fieldset>
      </div>
    </section>
  );
}

export function RuleFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  const me = useMe();
  const facets = useQuery({ ...branchesQuery, enabled: may(me, "students.read") });
  const chosen = useWatch({ control: form.control, name: "branches" });
  const known = (facets.data?.branches ?? []).map((branch) => String(branch.value));
  const branches = [...new Set([...known, ...chosen])];
  return (
    <section className="card">
      <div className="card-head"><div><h2 className="h2">{t("job.asked")}</h2><p className="small muted">{t("job.askedHint")}</p></div></div>
      <div className="card-pad stack-6">
        {branches.length > 0 ? (
          <ChipsField label={t("job.branches")} hint={t("job.branchesHint")} options={branches.map((value) => ({ value, label: value }))} value={chosen} onChange={(value) => form.setValue("branches", value, { shouldDirty: true })} />
        ) : (
          <div className="field">
            <label htmlFor="branches">{t("job.branches")} <span className="optional">{t("form.optional")}</span></label>
            <p className="hint">{t("job.branchesTyped")}</p>
            <input id="branches" data-field="branches" className="input" defaultValue={chosen.join(", ")} onBlur={(event) => form.setValue("branches", event.target.value.split(",").map((one) => one.trim()).filter(Boolean), { shouldDirty: true })} />
          </div>
        )}
        <div className="pair">
          <TextField form={form} name="min_cgpa" inputMode="decimal" label={t("job.minCgpa")} optional />
          <TextField form={form} name="max_active_backlogs" inputMode="numeric" label={t("job.maxBacklogs")} optional />
          <TextField form={form} name="min_10th" inputMode="decimal" label={t("job.min10th")} optional />
          <TextField form={form} name="min_12th" inputMode="decimal" label={t("job.min12th")} optional />
          <TextField form={form} name="graduation_year" inputMode="numeric" label={t("field.graduation_year")} optional />
        </div>
      </div>
    </section>
  );
}
