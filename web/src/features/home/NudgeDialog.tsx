import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { type Holder, nudge, nudgeQuery } from "./queries";

const SHOWN = 8;

/** Who would be reminded, of how much, and who not and why; then one press. */
export function NudgeDialog({ holder, days, onClose }: { holder: Holder; days: number; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const preview = useQuery(nudgeQuery(holder, days));
  const send = useMutation({ mutationFn: () => nudge(holder, days), onSuccess: (report) => { toast(t("nudge.done", { count: report.people.length })); onClose(); } });
  const report = preview.data;
  const people = report?.people ?? [];
  const blocked = report?.blocked ?? [];
  const causes = [...new Set(blocked.map((one) => one.code))].map((code) => ({ code, list: blocked.filter((one) => one.code === code) }));
  return (
    <Dialog
      open onClose={onClose} title={t(`nudge.title.${holder}`)} sub={t("nudge.sub", { count: days })} {...(people.length > 0 && { onSubmit: () => send.mutate() })}
      foot={<><Button onClick={onClose}>{t(people.length > 0 ? "action.cancel" : "action.close")}</Button>{people.length > 0 && <Button kind="primary" type="submit" busy={send.isPending}>{t("nudge.go", { count: people.length })}</Button>}</>}
    >
      {send.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(send.error))}</Notice>}
      {preview.error ? <Failed what={t("nudge.preview")} error={preview.error} retry={() => void preview.refetch()} /> : !report ? <Skeleton rows={3} /> : (
        <div className="effect">
          <div><span className="v effect-ok">{format.number(people.length)}</span><div><b>{t("nudge.will", { count: people.length, n: format.number(report.applications), applications: report.applications })}</b>{people.length > 0 && <span className="small muted effect-list">{people.slice(0, SHOWN).map((one) => t("nudge.person", { name: one.full_name, count: one.applications })).join(", ")}{people.length > SHOWN && `, ${t("nudge.more", { count: people.length - SHOWN })}`}</span>}</div></div>
          {causes.map(({ code, list }) => (
            <div key={code}><span className="v effect-bad">{format.number(list.length)}</span><div><b>{t(`nudge.not.${code}`, { defaultValue: list[0]?.reason ?? code })}</b><span className="small muted effect-list">{list.slice(0, SHOWN).map((one) => one.student).filter(Boolean).join(", ")}{list.length > SHOWN && `, ${t("nudge.more", { count: list.length - SHOWN })}`}</span></div></div>
          ))}
        </div>
      )}
      {people.length > 0 && <p className="small muted">{t("nudge.how")}</p>}
    </Dialog>
  );
}
