import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { AreaField, CheckField, SelectField, TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { addProvider, type Provider, type Rule, saveProvider } from "./queries";
import { RulesField } from "./RulesField";

const slugOf = (name: string) => name.toLowerCase().normalize("NFD").replace(/[^a-z0-9]+/gu, "-").replace(/^-+|-+$/gu, "").slice(0, 40);
const part = (config: Provider["config"] | undefined, name: string) => String((config as Record<string, unknown> | undefined)?.[name] ?? "");

/** What new metadata say about the provider wins; without any, it stays what it is. */
function samlOf({ entity_id, sso_url, certificates, ...told }: Record<string, unknown>, metadata: string, groups: string): Record<string, unknown> {
  return { ...told, ...(metadata ? { metadata_xml: metadata } : { entity_id, sso_url, certificates }), groups_attribute: groups || null };
}

/** A provider as the administrator of the university describes it: what its pages of settings call the same. */
export function ProviderDialog({ provider, onClose }: { provider: Provider | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [rules, setRules] = useState<Rule[]>(provider?.role_rules ?? []);
  const config = provider?.config;
  const form = useForm({
    defaultValues: {
      name: provider?.name ?? "", kind: provider?.kind ?? "oidc", enabled: provider?.enabled ?? true, issuer: part(config, "issuer"), client_id: part(config, "client_id"), client_secret: "",
      groups_claim: part(config, "groups_claim") || "groups", metadata_xml: part(config, "metadata_xml"), groups_attribute: part(config, "groups_attribute"), link_verified: provider?.link_verified ?? false, create_accounts: provider?.create_accounts ?? false,
    },
    shouldFocusError: false,
  });
  const kind = form.watch("kind");
  const creates = form.watch("create_accounts");
  const submit = useSubmit(form, async (values) => {
    const missing = (["name", ...(kind === "oidc" ? ["issuer", "client_id"] as const : (provider ? [] : ["metadata_xml"] as const))] as const).filter((one) => !values[one].trim());
    for (const one of missing) form.setError(one, { message: t("provider.missing") });
    if (missing.length > 0) return;
    const told = { ...(config as Record<string, unknown> | undefined) };
    const shape: Record<string, unknown> = kind === "oidc"
      ? { ...told, issuer: values.issuer.trim(), client_id: values.client_id.trim(), groups_claim: values.groups_claim.trim() || "groups" }
      : samlOf(told, values.metadata_xml.trim(), values.groups_attribute.trim());
    const shared = { name: values.name.trim(), enabled: values.enabled, config: shape, link_verified: values.link_verified, create_accounts: values.create_accounts, role_rules: rules.filter((one) => one.group.trim()), ...(values.client_secret && { client_secret: values.client_secret }) };
    if (provider) await saveProvider(provider.id, shared);
    else await addProvider({ ...shared, kind, slug: slugOf(values.name) || "sign-in" });
    toast(t("provider.saved"));
    onClose();
  });
  return (
    <Dialog
      open wide onClose={onClose} title={provider ? t("provider.editTitle", { name: provider.name }) : t("provider.add")} sub={t("provider.dialogHint")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("settings.save")}</Button></>}
    >
      <ErrorSummary form={form} />
      <TextField form={form} name="name" label={t("provider.name")} hint={t("provider.nameHint")} />
      {!provider && <SelectField form={form} name="kind" label={t("provider.kind")} options={(["oidc", "saml"] as const).map((value) => ({ value, label: t(`provider.kinds.${value}`) }))} />}
      {kind === "oidc" ? (
        <>
          <TextField form={form} name="issuer" type="url" label={t("provider.issuer")} hint={t("provider.issuerHint")} />
          <div className="two-fields">
            <TextField form={form} name="client_id" label={t("provider.clientId")} />
            <TextField form={form} name="client_secret" type="password" autoComplete="off" optional label={t("provider.clientSecret")} hint={t(provider?.secret_set ? "provider.secretSet" : "provider.secretHint")} />
          </div>
          <TextField form={form} name="groups_claim" label={t("provider.groups")} />
        </>
      ) : (
        <>
          <AreaField form={form} name="metadata_xml" rows={6} label={t("provider.metadataXml")} optional={!!provider} hint={t(provider ? "provider.metadataKept" : "provider.metadataXmlHint")} />
          <TextField form={form} name="groups_attribute" optional label={t("provider.groupsAttribute")} />
        </>
      )}
      {kind === "saml" && <CheckField form={form} name="link_verified" label={<span>{t("provider.link")} <span className="small muted block">{t("provider.linkHint")}</span></span>} />}
      <CheckField form={form} name="create_accounts" label={<span>{t("provider.create")} <span className="small muted block">{t("provider.createHint")}</span></span>} />
      <RulesField rules={rules} onChange={setRules} needed={creates} />
      <CheckField form={form} name="enabled" label={t("provider.enabled")} />
    </Dialog>
  );
}
