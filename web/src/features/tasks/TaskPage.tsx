import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Facts } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Progress } from "@/shared/ui/Steps";
import { share } from "./left";
import { TaskTag, useProgressWords } from "./parts";
import { cancelTask, isOver, type Task, taskQuery, tasksQuery } from "./queries";

function Cancel({ task }: { task: Task }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({ mutationFn: () => cancelTask(task.id), onSuccess: () => setAsking(false) });
  return (
    <>
      {cancel.data && <Notice tone="info" role="status">{cancel.data}</Notice>}
      {task.can_cancel && !task.cancel_asked_at && <Button kind="danger" onClick={() => setAsking(true)}>{t("work.cancel")}</Button>}
      {task.cancel_asked_at && !isOver(task.state) && <p className="small muted" role="status">{t("work.stopping")}</p>}
      <Dialog
        open={asking} onClose={() => setAsking(false)} title={t("work.cancelAsk", { title: task.title })}
        foot={<><Button data-autofocus onClick={() => setAsking(false)}>{t("work.goOn")}</Button><Button kind="danger-fill" busy={cancel.isPending} onClick={() => cancel.mutate()}>{t("work.cancel")}</Button></>}
      >
        <p>{t("work.cancelText")}</p>
        {cancel.error && <p className="field-error" role="alert">{Problem.from(cancel.error).message || t("failed.server")}</p>}
      </Dialog>
    </>
  );
}

/** One task: how far, who began it, what came of it. The tab may be closed. */
export function TaskPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useProgressWords();
  const { taskId } = useParams({ strict: false }) as { taskId: string };
  const { data, error, refetch } = useQuery(taskQuery(taskId));
  // Who began it is told by the list alone.
  const line = useQuery(tasksQuery({ limit: 100 })).data?.items.find((task) => task.id === taskId);
  const percent = data && !isOver(data.state) ? share(data) : null;
  usePage(data?.title ?? t("nav.tasks"), { note: percent === null ? undefined : `${percent} %`, parent: { label: t("nav.tasks"), to: "/tasks" } });
  if (error && !data) return <div className="card"><Failed what={t("work.one")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={4} tall />;
  const running = !isOver(data.state);
  const when = (iso: string | null) => iso && format.moment(iso);
  const [path = "/", search = ""] = (data.link ?? "").split("?");
  return (
    <div className="narrow">
      <PageHead answer={data.title} rest={percent === null ? undefined : `${percent} %`} sub={<TaskTag state={data.state} />} />
      <div className="stack-6">
        {data.state === "failed" && <Notice tone="bad" role="alert"><b>{t("work.stopped")}</b> <span className="muted">{data.error} {t("work.done", { done: format.number(data.done) })}</span></Notice>}
        {data.state === "cancelled" && <Notice tone="warn" role="status"><b>{t("work.cancelled")}</b> <span className="muted">{data.error}</span></Notice>}
        <section className="card card-pad stack">
          <Progress done={data.done} of={data.total ?? (running ? null : data.done || 1)} text={words(data)} />
          {running && <p className="xs faint">{t("work.close")}</p>}
          <Facts rows={[[t("work.by"), line?.started_by?.name], [t("work.begun"), when(data.started_at ?? data.created_at)], [t("work.ended"), running ? null : when(data.finished_at)]]} />
        </section>
        <div className="row wrap">
          {data.link && <PlainLink to={path} search={Object.fromEntries(new URLSearchParams(search))} className={buttonClass({ kind: running ? "normal" : "primary" })}>{t(running ? "work.see" : "work.report")}</PlainLink>}
          <Cancel task={data} />
        </div>
      </div>
    </div>
  );
}
