import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { isRefusal, passkeysWork } from "@/shared/session/passkey";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { addPasskey, type Passkey, passkeysQuery, removePasskey, renamePasskey } from "./queries";

function RenameDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ defaultValues: { name: passkey.name }, shouldFocusError: false });
  const submit = useSubmit(form, async ({ name }) => {
    if (!name.trim()) return form.setError("name", { message: t("passkey.nameMissing") });
    await renamePasskey(passkey.id, name.trim());
    onClose();
  });
  return (
    <Dialog open onClose={onClose} title={t("passkey.rename")} onSubmit={() => void submit()} foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("passkey.save")}</Button></>}>
      <ErrorSummary form={form} />
      <TextField form={form} name="name" label={t("passkey.name")} hint={t("passkey.nameHint")} />
    </Dialog>
  );
}

function RemoveDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation({ mutationFn: () => removePasskey(passkey.id), onSuccess: () => { toast(t("passkey.removed")); onClose(); } });
  return (
    <Dialog open onClose={onClose} title={t("passkey.removeTitle", { name: passkey.name })} sub={t("passkey.removeText")} foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="danger-fill" busy={remove.isPending} onClick={() => remove.mutate()}>{t("passkey.remove")}</Button></>}>
      {remove.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(remove.error))}</Notice>}
    </Dialog>
  );
}

/** Keys on the person's own devices, which sign in without a password. */
export function Passkeys() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(passkeysQuery);
  const [renaming, rename] = useState<Passkey | null>(null);
  const [removing, remove] = useState<Passkey | null>(null);
  const add = useMutation({ mutationFn: addPasskey, onSuccess: () => toast(t("passkey.added")) });
  const failed = add.error && !isRefusal(add.error) ? problemText(t, Problem.from(add.error)) : null;
  return (
    <section className="card narrow">
      <div className="card-head head-wrap">
        <div className="grow"><h2 className="h2">{t("passkey.title")}</h2><p className="small muted">{t("passkey.hint")}</p></div>
        {passkeysWork && <Button small icon="plus" busy={add.isPending} onClick={() => add.mutate()}>{t("passkey.add")}</Button>}
      </div>
      {!passkeysWork && <div className="card-pad"><Notice tone="plain">{t("passkey.unsupported")}</Notice></div>}
      {failed && <div className="card-pad"><Notice tone="bad" role="alert">{failed}</Notice></div>}
      {error ? <Failed what={t("passkey.title")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={1} /> : data.items.length === 0 ? <p className="card-pad muted">{t("passkey.none")}</p> : (
        <ul className="card-list">
          {data.items.map((one) => (
            <li key={one.id} className="item">
              <span className="grow"><b>{one.name}</b>{one.synced && <> <span className="tag tag-line">{t("passkey.synced")}</span></>}
                <br /><span className="small muted">{[t("passkey.since", { day: format.day(one.created_at, true) }), one.last_used_at ? t("passkey.used", { when: format.moment(one.last_used_at) }) : t("passkey.unused")].join(" · ")}</span></span>
              <Button small kind="quiet" onClick={() => rename(one)}>{t("passkey.renameShort")}</Button>
              <Button small kind="danger" onClick={() => remove(one)}>{t("passkey.remove")}</Button>
            </li>
          ))}
        </ul>
      )}
      {renaming && <RenameDialog passkey={renaming} onClose={() => rename(null)} />}
      {removing && <RemoveDialog passkey={removing} onClose={() => remove(null)} />}
    </section>
  );
}
