import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { NewKeyDialog } from "./NewKeyDialog";
import { ShownOnce } from "./ShownOnce";
import { type Key, keysQuery, type NewKey, revokeKey, rotateKey } from "./queries";

function Sure({ one, act, onClose, onDone }: { one: Key; act: "rotate" | "revoke"; onClose: () => void; onDone: (made: NewKey | null) => void }) {
  const { t } = useTranslation();
  const run = useMutation({ mutationFn: async () => (act === "rotate" ? rotateKey(one.id) : revokeKey(one.id).then(() => null)), onSuccess: onDone });
  return (
    <Dialog open onClose={onClose} title={t(`key.${act}Title`, { name: one.name })} sub={t(`key.${act}Text`)} foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind={act === "revoke" ? "danger-fill" : "primary"} busy={run.isPending} onClick={() => run.mutate()}>{t(`key.${act}`)}</Button></>}>
      {run.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(run.error))}</Notice>}
    </Dialog>
  );
}

/** Keys with which programs work in one's name. */
export function KeysTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  const [sure, setSure] = useState<{ one: Key; act: "rotate" | "revoke" } | null>(null);
  const [made, setMade] = useState<NewKey | null>(null);
  const items = data?.items ?? [];
  return (
    <section className="card narrow">
      <div className="card-head head-wrap">
        <div className="grow"><h2 className="h2">{t("key.title")}</h2><p className="small muted">{t("key.hint")}</p></div>
        <Button small icon="plus" onClick={() => setMaking(true)}>{t("key.make")}</Button>
      </div>
      {error ? <Failed what={t("key.title")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={2} /> : items.length === 0 ? <Empty icon="lock" title={t("key.none")}>{t("key.noneText")}</Empty> : (
        <ul className="card-list">
          {items.map((one) => (
            <li key={one.id} className="item item-top">
              <span className="grow">
                <b>{one.name}</b> <code className="small">{one.prefix}…</code>
                <br /><span className="small muted">{[t("key.scopeCount", { count: one.scopes.length }), t("key.until", { day: format.day(one.expires_at, true) }), one.last_used_at ? t("key.used", { when: format.moment(one.last_used_at), ip: one.last_used_ip ?? "?" }) : t("key.unused")].join(" · ")}</span>
                {one.previous_until && <><br /><span className="small note-warn">{t("key.previous", { when: format.moment(one.previous_until) })}</span></>}
              </span>
              <Button small kind="quiet" onClick={() => setSure({ one, act: "rotate" })}>{t("key.rotate")}</Button>
              <Button small kind="danger" onClick={() => setSure({ one, act: "revoke" })}>{t("key.revoke")}</Button>
            </li>
          ))}
        </ul>
      )}
      {making && <NewKeyDialog onClose={() => setMaking(false)} onMade={(key) => { setMaking(false); setMade(key); }} />}
      {sure && <Sure {...sure} onClose={() => setSure(null)} onDone={(key) => { setSure(null); if (key) setMade(key); else toast(t("key.revoked")); }} />}
      {made && <ShownOnce made={made} onClose={() => setMade(null)} />}
    </section>
  );
}
