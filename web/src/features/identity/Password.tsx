import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { queryClient } from "@/shared/http/query-client";
import { useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { toast } from "@/shared/ui/toast";
import { changePassword } from "./queries";

/** Somebody who came by invitation of a provider, or signs in by codes, has no password to change: a code makes one. */
export function Password() {
  const { t } = useTranslation();
  const me = useMe();
  const form = useForm({ defaultValues: { current_password: "", new_password: "" }, shouldFocusError: false });
  const submit = useSubmit(form, async (values) => {
    if (!values.current_password) return form.setError("current_password", { message: t("security.currentMissing") });
    if (!values.new_password) return form.setError("new_password", { message: t("security.newMissing") });
    await changePassword(values);
    form.reset();
    toast(t("security.changed"));
    await Promise.all([queryClient.invalidateQueries({ queryKey: ["sessions"] }), queryClient.invalidateQueries({ queryKey: ["devices"] })]);
  });
  return (
    <section className="card narrow">
      <div className="card-head"><h2 className="h2">{t("security.password")}</h2></div>
      {me.has_password ? (
        <form className="card-pad stack-6" noValidate onSubmit={(event) => void submit(event)}>
          <ErrorSummary form={form} />
          <TextField form={form} name="current_password" type="password" autoComplete="current-password" label={t("security.current")} />
          <TextField form={form} name="new_password" type="password" autoComplete="new-password" label={t("security.new")} hint={t("security.newHint")} />
          <div className="row wrap"><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("security.change")}</Button><a className="small" href={`/reset-password#${encodeURIComponent(me.email)}`}>{t("security.forgot")}</a></div>
        </form>
      ) : (
        <div className="card-pad stack"><p className="muted">{t("security.noPassword")}</p><p><a href={`/reset-password#${encodeURIComponent(me.email)}`}>{t("security.makePassword")}</a></p></div>
      )}
    </section>
  );
}
