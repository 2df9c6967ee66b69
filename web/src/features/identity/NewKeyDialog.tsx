import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { SelectField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Skeleton } from "@/shared/ui/Skeleton";
import { makeKey, type NewKey, scopesQuery } from "./queries";

const lives = [30, 90, 180, 365] as const;

export function NewKeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: NewKey) => void }) {
  const { t } = useTranslation();
  const scopes = useQuery(scopesQuery);
  const form = useForm({ defaultValues: { name: "", expires_in_days: "90", allowed_ips: "", scopes: [] as string[] }, shouldFocusError: false });
  const chosen = form.watch("scopes");
  const submit = useSubmit(form, async ({ name, expires_in_days, allowed_ips, scopes: given }) => {
    if (!name.trim()) form.setError("name", { message: t("key.nameMissing") });
    if (given.length === 0) form.setError("scopes", { message: t("key.scopesMissing") });
    if (!name.trim() || given.length === 0) return;
    onMade(await makeKey({ name: name.trim(), scopes: given as never, expires_in_days: Number(expires_in_days), allowed_ips: allowed_ips.split(/[\s,;]+/u).filter(Boolean) }));
  });
  const message = form.formState.errors.scopes?.message;
  return (
    <Dialog open wide onClose={onClose} title={t("key.make")} sub={t("key.makeText")} onSubmit={() => void submit()} foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("key.make")}</Button></>}>
      <ErrorSummary form={form} />
      <TextField form={form} name="name" label={t("key.name")} hint={t("key.nameHint")} />
      <fieldset className={`field ${message ? "field-bad" : ""}`} data-field="scopes">
        <legend>{t("key.scopes")} <span className="muted">{t("key.scopeCount", { count: chosen.length })}</span></legend>
        {message && <p className="field-error">{message}</p>}
        {scopes.error ? <Failed what={t("key.scopes")} error={scopes.error} retry={() => void scopes.refetch()} /> : !scopes.data ? <Skeleton rows={3} /> : (
          <div className="scope-list">
            {scopes.data.items.map((one) => (
              <label key={one.scope} className="check"><input type="checkbox" value={one.scope} {...form.register("scopes")} /><span><code>{one.scope}</code><br /><span className="small muted">{one.text}</span></span></label>
            ))}
          </div>
        )}
      </fieldset>
      <SelectField form={form} name="expires_in_days" label={t("key.life")} options={lives.map((days) => ({ value: String(days), label: t("key.days", { days }) }))} />
      <TextField form={form} name="allowed_ips" optional label={t("key.ips")} hint={t("key.ipsHint")} />
    </Dialog>
  );
}
