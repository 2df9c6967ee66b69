import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { Photo } from "./Photo";
import { Publicity } from "./Publicity";
import { type OwnProfile, ownQuery, saveOwn } from "./queries";

const lines = ["current_position", "company", "location"] as const;
const links = ["linkedin_url", "github_url", "portfolio_url"] as const;
const fields = ["phone", "bio", ...lines, ...links] as const;
type Values = Record<(typeof fields)[number], string>;

function valuesOf(own: OwnProfile): Values {
  return Object.fromEntries(fields.map((name) => [name, own[name] ?? ""])) as Values;
}

/** What one says of oneself. A student's phone and words stand in the form of the record. */
function Words({ own, closed }: { own: OwnProfile; closed: boolean }) {
  const { t } = useTranslation();
  const form = useForm<Values>({ defaultValues: valuesOf(own), shouldFocusError: false });
  const submit = useSubmit(form, async (values) => {
    const changed = fields.filter((name) => form.formState.dirtyFields[name]);
    const kept = changed.length === 0 ? own : await saveOwn(Object.fromEntries(changed.map((name) => [name, values[name].trim() || null])));
    form.reset(valuesOf(kept));
    toast(t("own.saved"));
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <fieldset className="plain-set stack-6" disabled={closed}>
        <ErrorSummary form={form} />
        {!own.is_student && <TextField form={form} name="phone" type="tel" autoComplete="tel" optional label={t("field.phone")} hint={t("own.phoneHint")} />}
        {!own.is_student && <AreaField form={form} name="bio" rows={4} optional label={t("field.bio")} />}
        <div className="two-fields">
          <TextField form={form} name="current_position" autoComplete="organization-title" optional label={t("own.current_position")} />
          <TextField form={form} name="company" autoComplete="organization" optional label={t("own.company")} />
        </div>
        <TextField form={form} name="location" optional label={t("own.location")} hint={t("own.locationHint")} />
        {links.map((name) => <TextField key={name} form={form} name={name} type="url" inputMode="url" autoComplete="url" optional label={t(`own.${name}`)} hint={t(`own.${name}Hint`)} />)}
        <div><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("own.save")}</Button></div>
      </fieldset>
    </form>
  );
}

/** One's own account page: a photo, a few words, and what of it anybody may see. */
export function OwnPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { data, error, refetch } = useQuery(ownQuery);
  if (error) return <Failed what={t("own.title")} error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={6} />;
  const closed = me.acting_for !== null;
  return (
    <div className="two">
      <section className="card">
        <div className="card-head"><h2 className="h2">{t("own.title")}</h2></div>
        <div className="card-pad stack-6">
          {closed && <Notice tone="plain">{t("own.acting", { name: data.full_name })}</Notice>}
          <Photo own={data} closed={closed} />
          <Words own={data} closed={closed} />
        </div>
      </section>
      <Publicity own={data} closed={closed} />
    </div>
  );
}
