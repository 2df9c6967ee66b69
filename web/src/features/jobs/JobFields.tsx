import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useFieldArray, type UseFormReturn, useWatch } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { AreaField, ChipsField, SelectField, TextField } from "@/shared/form/Field";
import { zoneName } from "@/shared/i18n/format";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { type JobValues, numberOf } from "./form";
import { jobTypes } from "./kinds";
import { useNote } from "./notes";
import { branchesQuery, companiesQuery } from "./queries";

type Form = UseFormReturn<JobValues>;
const MOST_ROUNDS = 12;

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
  const note = useNote();
  const companies = useQuery({ ...companiesQuery, enabled: !own });
  const names = companies.data?.items ?? [];
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("job.about")}</h2></div>
      <div className="card-pad stack-6">
        {!own && (
          <>
            <TextField
              form={form} name="company" label={t("job.company")} hint={note("company", t("job.companyHint"))} list="companies" autoComplete="off"
            />
            <datalist id="companies">{names.map((one) => <option key={one.id} value={one.name}>{one.name}</option>)}</datalist>
          </>
        )}
        <TextField form={form} name="title" label={t("job.role")} hint={note("title")} />
        <div className="pair">
          <SelectField form={form} name="job_type" label={t("job.kind")} hint={note("job_type")} options={jobTypes.map((value) => ({ value, label: t(`jobType.${value}`) }))} />
          <TextField form={form} name="location" label={t("job.location")} hint={note("location")} optional />
        </div>
        <AreaField form={form} name="description" label={t("job.description")} hint={note("description", t("job.descriptionHint"))} optional rows={8} />
        <TextField form={form} name="skills" label={t("job.skills")} hint={note("skills", t("job.skillsHint"))} optional />
        <div className="pair">
          <TextField form={form} name="experience_level" label={t("job.experience")} hint={note("experience_level")} optional />
          <TextField form={form} name="openings" inputMode="numeric" label={t("job.openings")} hint={note("openings")} optional />
        </div>
        <div className="pair">
          <TextField form={form} name="duration_months" inputMode="numeric" label={t("job.durationMonths")} hint={note("duration_months")} optional />
          <TextField form={form} name="joining_date" type="date" label={t("job.joining")} hint={note("joining_date")} optional />
        </div>
        <TextField form={form} name="deadline" type="datetime-local" label={t("job.deadline")} hint={note("deadline", t("form.zone", { zone: zoneName(new Date(), locale) }))} optional />
        <TextField form={form} name="jd_link" type="url" label={t("job.link")} optional />
        {file}
      </div>
    </section>
  );
}

const currencies = ["INR", "USD", "EUR", "GBP", "AED", "SGD", "KES", "TZS", "UGX"];

export function PayFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  const format = useFormat();
  const note = useNote();
  const parts = useFieldArray({ control: form.control, name: "ctc_parts" });
  const [typed, currency, bond] = useWatch({ control: form.control, name: ["ctc", "currency", "bond_amount"] });
  const said = (value: string) => { const amount = numberOf(value); return amount !== null && amount > 0 ? format.money(amount, currency) : null; };
  const yearly = said(typed);
  const options = [...new Set([format.locale.currency, currency, ...currencies])].map((value) => ({ value, label: value }));
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("job.pay")}</h2></div>
      <div className="card-pad stack-6">
        <div className="pair">
          <TextField form={form} name="ctc" inputMode="numeric" label={t("job.ctc")} hint={note("ctc", yearly ? t("job.aYear", { amount: yearly }) : t("job.ctcHint"))} optional />
          <SelectField form={form} name="currency" label={t("job.currency")} hint={note("currency")} options={options} />
          <TextField form={form} name="salary_min" inputMode="numeric" label={t("job.payFrom")} hint={note("salary_min", t("job.payFromHint"))} optional />
          <TextField form={form} name="salary_max" inputMode="numeric" label={t("job.payTo")} hint={note("salary_max")} optional />
        </div>
        <fieldset className="field">
          <legend className="label">{t("job.parts")} <span className="optional">{t("form.optional")}</span></legend>
          <p className="hint">{note("ctc_parts", t("job.partsHint"))}</p>
          {parts.fields.map((part, index) => (
            <div key={part.id} className="part-row">
              <TextField form={form} name={`ctc_parts.${index}.name`} label={t("job.partName")} />
              <TextField form={form} name={`ctc_parts.${index}.amount`} inputMode="numeric" label={t("job.partAmount")} />
              <Button kind="quiet" iconOnly icon="x" aria-label={t("job.partRemove")} onClick={() => parts.remove(index)} />
            </div>
          ))}
          <div><Button small icon="plus" data-field="ctc_parts" onClick={() => parts.append({ name: "", amount: "" })}>{t("job.partAdd")}</Button></div>
        </fieldset>
        <div className="pair">
          <TextField form={form} name="bond_months" inputMode="numeric" label={t("job.bondMonths")} hint={note("bond_months", t("job.bondHint"))} optional />
          <TextField form={form} name="bond_amount" inputMode="numeric" label={t("job.bondAmount")} hint={note("bond_amount", said(bond))} optional />
        </div>
      </div>
    </section>
  );
}

/** The rounds that an applicant goes through, in their order. */
export function ProcessFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  const note = useNote();
  const rounds = useFieldArray({ control: form.control, name: "process" });
  return (
    <section className="card">
      <div className="card-head"><div><h2 className="h2">{t("job.process")}</h2><p className="small muted">{note("process", t("job.processHint"))}</p></div></div>
      <div className="card-pad stack">
        {rounds.fields.map((round, index) => (
          <div key={round.id} className="part-row">
            <TextField form={form} name={`process.${index}.name`} label={t("job.round", { n: index + 1 })} />
            <TextField form={form} name={`process.${index}.date`} type="date" label={t("job.roundDay")} optional />
            <Button kind="quiet" iconOnly icon="x" aria-label={t("job.roundRemove", { n: index + 1 })} onClick={() => rounds.remove(index)} />
          </div>
        ))}
        {rounds.fields.length < MOST_ROUNDS && <div><Button small icon="plus" data-field="process" onClick={() => rounds.append({ name: "", date: "" })}>{t("job.roundAdd")}</Button></div>}
      </div>
    </section>
  );
}

export function RuleFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  const me = useMe();
  const note = useNote();
  const facets = useQuery({ ...branchesQuery, enabled: may(me, "students.read") });
  const chosen = useWatch({ control: form.control, name: "branches" });
  const known = (facets.data?.branches ?? []).map((branch) => String(branch.value));
  const branches = [...new Set([...known, ...chosen])];
  return (
    <section className="card">
      <div className="card-head"><div><h2 className="h2">{t("job.asked")}</h2><p className="small muted">{t("job.askedHint")}</p></div></div>
      <div className="card-pad stack-6">
        {branches.length > 0 ? (
          <ChipsField name="branches" label={t("job.branches")} hint={note("branches", t("job.branchesHint"))} options={branches.map((value) => ({ value, label: value }))} value={chosen} onChange={(value) => form.setValue("branches", value, { shouldDirty: true })} />
        ) : (
          <div className="field">
            <label htmlFor="branches">{t("job.branches")} <span className="optional">{t("form.optional")}</span></label>
            <p className="hint">{note("branches", t("job.branchesTyped"))}</p>
            <input id="branches" data-field="branches" className="input" defaultValue={chosen.join(", ")} onBlur={(event) => form.setValue("branches", event.target.value.split(",").map((one) => one.trim()).filter(Boolean), { shouldDirty: true })} />
          </div>
        )}
        <div className="pair">
          <TextField form={form} name="min_cgpa" inputMode="decimal" label={t("job.minCgpa")} hint={note("min_cgpa")} optional />
          <TextField form={form} name="max_active_backlogs" inputMode="numeric" label={t("job.maxBacklogs")} hint={note("max_active_backlogs")} optional />
          <TextField form={form} name="min_10th" inputMode="decimal" label={t("job.min10th")} hint={note("min_10th")} optional />
          <TextField form={form} name="min_12th" inputMode="decimal" label={t("job.min12th")} hint={note("min_12th")} optional />
          <TextField form={form} name="graduation_year" inputMode="numeric" label={t("field.graduation_year")} hint={note("graduation_year")} optional />
        </div>
      </div>
    </section>
  );
}
