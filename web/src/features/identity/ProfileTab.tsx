import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { z } from "zod";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { queryClient } from "@/shared/http/query-client";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { type Profile, profileQuery, saveProfile } from "./queries";
import { RecordCard } from "./RecordCard";

const academic = ["roll_no", "branch", "department", "graduation_year", "cgpa", "tenth_percent", "twelfth_percent", "active_backlogs"] as const;
const numeric = new Set<string>(["graduation_year", "cgpa", "tenth_percent", "twelfth_percent", "active_backlogs"]);
const open = ["full_name", "phone", "resume_url", "bio"] as const;
const fields = [...open, ...academic];
type Values = Record<(typeof fields)[number], string>;

function valuesOf(profile: Profile): Values {
  return Object.fromEntries(fields.map((name) => [name, profile[name] === null || profile[name] === undefined ? "" : String(profile[name])])) as Values;
}

function Editor({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const locked = new Set(profile.locked);
  const free = academic.filter((name) => !locked.has(name));
  const shape = Object.fromEntries(fields.map((name) => [name, z.string().trim()])) as Record<(typeof fields)[number], z.ZodString>;
  const schema = z.object({ ...shape, full_name: z.string().trim().min(1, t("register.missing.full_name")) });
  const form = useForm<Values>({ resolver: zodResolver(schema), defaultValues: valuesOf(profile), shouldFocusError: false });
  const submit = useSubmit(form, async (values) => {
    const body: Record<string, unknown> = {};
    for (const name of fields) {
      if (locked.has(name) || !form.formState.dirtyFields[name]) continue;
      const text = values[name];
      body[name] = text === "" ? null : numeric.has(name) ? Number(text.replace(",", ".")) : text;
    }
    const saved = await saveProfile(body);
    queryClient.setQueryData(profileQuery.queryKey, saved);
    form.reset(valuesOf(saved));
    toast(t("profile.saved"));
    await queryClient.invalidateQueries({ queryKey: ["me"] });
  });
  return (
    <div className="two">
      <form className="card card-pad stack-6" noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary form={form} />
        {!locked.has("full_name") && <TextField form={form} name="full_name" autoComplete="name" label={t("field.full_name")} />}
        <TextField form={form} name="phone" type="tel" autoComplete="tel" optional label={t("field.phone")} />
        <TextField form={form} name="resume_url" type="url" optional label={t("field.resume_url")} hint={t("profile.resumeHint")} />
        <AreaField form={form} name="bio" optional label={t("field.bio")} />
        {free.map((name) => <TextField key={name} form={form} name={name} inputMode={numeric.has(name) ? "decimal" : "text"} optional label={t(`field.${name}`)} />)}
        <div><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("profile.save")}</Button></div>
      </form>
      <RecordCard profile={profile} fields={fields.filter((name) => locked.has(name))} />
    </div>
  );
}

export function ProfileTab() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(profileQuery);
  if (error) return <Failed what={t("me.profile")} error={error} retry={() => void refetch()} />;
  return data ? <Editor profile={data} /> : <Skeleton rows={6} />;
}
