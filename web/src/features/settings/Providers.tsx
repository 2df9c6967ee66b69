import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { ProviderDialog } from "./ProviderDialog";
import { checkProvider, type Provider, providersQuery, removeProvider } from "./queries";

function Removing({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation({ mutationFn: () => removeProvider(provider.id), onSuccess: () => { toast(t("provider.removed")); onClose(); } });
  return (
    <Dialog open onClose={onClose} title={t("provider.removeTitle", { name: provider.name })} sub={t("provider.removeText", { count: provider.people })} foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="danger-fill" busy={remove.isPending} onClick={() => remove.mutate()}>{t("provider.remove")}</Button></>}>
      {remove.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(remove.error))}</Notice>}
    </Dialog>
  );
}

function One({ provider, onEdit, onRemove }: { provider: Provider; onEdit: () => void; onRemove: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const check = useMutation({ mutationFn: () => checkProvider(provider.id) });
  const addresses = [["callback", provider.callback_url], ["metadata", provider.metadata_url]] as const;
  return (
    <li className="card-pad stack">
      <div className="row wrap provider-head">
        <span className="grow"><b>{provider.name}</b> <span className="tag tag-line">{t(`provider.kinds.${provider.kind}`)}</span> {!provider.enabled && <span className="tag">{t("provider.off")}</span>}
          <br /><span className="small muted">{[t("provider.people", { count: provider.people }), provider.last_used_at ? t("provider.used", { when: format.moment(provider.last_used_at) }) : t("provider.unused")].join(" · ")}</span></span>
        <Button small busy={check.isPending} onClick={() => check.mutate()}>{t("provider.check")}</Button>
        <Button small icon="pencil" onClick={onEdit}>{t("provider.edit")}</Button>
        <Button small kind="danger" onClick={onRemove}>{t("provider.remove")}</Button>
      </div>
      <dl className="facts">
        {addresses.map(([name, url]) => url && <div key={name}><dt>{t(`provider.${name}`)}</dt><dd><code className="small wrap-any">{url}</code></dd></div>)}
        {provider.certificates.map((one) => <div key={one.expires_at}><dt>{t("provider.certificate")}</dt><dd>{t("provider.until", { day: format.day(one.expires_at, true) })}</dd></div>)}
      </dl>
      {check.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(check.error))}</Notice>}
      {check.data && (
        <Notice tone={check.data.ok ? "ok" : "warn"} role="status">
          <b>{t(check.data.ok ? "provider.fine" : "provider.notFine")}</b>
          <ul className="stack-2 small">{check.data.findings.map((one) => <li key={one.text} className="row"><Icon name={one.ok ? "check" : "circle-alert"} size={16} /><span>{one.text}</span></li>)}</ul>
        </Notice>
      )}
    </li>
  );
}

/** The sign-in pages of the university itself, several if need be. */
export function Providers() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(providersQuery);
  const [editing, edit] = useState<Provider | "new" | null>(null);
  const [removing, remove] = useState<Provider | null>(null);
  return (
    <section className="card narrow">
      <div className="card-head head-wrap"><div className="grow"><h2 className="h2">{t("provider.title")}</h2><p className="small muted">{t("provider.hint")}</p></div><Button small icon="plus" onClick={() => edit("new")}>{t("provider.add")}</Button></div>
      {error ? <Failed what={t("provider.title")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={2} /> : data.items.length === 0 ? <Empty icon="graduation-cap" title={t("provider.none")}>{t("provider.noneText")}</Empty> : (
        <ul className="card-list">{data.items.map((one) => <One key={one.id} provider={one} onEdit={() => edit(one)} onRemove={() => remove(one)} />)}</ul>
      )}
      {editing && <ProviderDialog provider={editing === "new" ? null : editing} onClose={() => edit(null)} />}
      {removing && <Removing provider={removing} onClose={() => remove(null)} />}
    </section>
  );
}
