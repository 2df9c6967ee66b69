import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Notice } from "@/shared/ui/Notice";
import { Progress } from "@/shared/ui/Steps";
import { taskQuery } from "./queries";

/** Work that outlives the page: n of N, never a spinner without words, and the tab may be closed. */
export function TaskProgress({ id, onDone, onAgain }: { id: string; onDone: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(taskQuery(id));
  const told = useRef(false);
  const finished = data?.state === "succeeded";
  useEffect(() => {
    if (!finished || told.current) return;
    told.current = true;
    onDone();
  }, [finished, onDone]);

  const share = data?.total ? Math.floor((data.done / data.total) * 100) : null;
  useEffect(() => {
    if (share === null || finished) return undefined;
    const before = document.title;
    document.title = `${before} (${share} %)`;
    return () => { document.title = before; };
  }, [share, finished]);

  if (error) return <div className="card"><Failed what={t("task.one")} error={error} retry={() => void refetch()} /></div>;
  if (data?.state === "failed" || data?.state === "cancelled") {
    return (
      <Notice tone="bad" role="alert" action={<Button onClick={onAgain}>{t("action.retry")}</Button>}>
        <b>{t(`task.${data.state}`)}</b> <span className="muted">{data.error} {t("task.doneSoFar", { done: format.number(data.done) })}</span>
      </Notice>
    );
  }
  const text = !data || data.state === "queued" ? t("task.queued") : data.total ? t("task.running", { done: format.number(data.done), total: format.number(data.total) }) : t("task.started");
  return <section className="card card-pad narrow stack"><Progress done={data?.done ?? 0} of={data?.total ?? null} text={text} /><p className="xs faint">{t("task.close")} <Link to="/tasks/$taskId" params={{ taskId: id }}>{t("import.task")}</Link></p></section>;
}
