import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { DataTable, type TableColumn } from "@/shared/table/DataTable";
import { Pager } from "@/shared/table/Pager";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Empty, Failed } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TaskTag, useProgressWords } from "./parts";
import { isOver, type TaskLine, tasksQuery } from "./queries";

/** S24: is it still running, and did anything fail? */
export function TasksPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, change] = useUrlState();
  const words = useProgressWords();
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...tasksQuery({ state: state["state"], page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const { data: active } = useQuery(tasksQuery({ active: true, limit: 1 }));
  const { data: failed } = useQuery(tasksQuery({ state: "failed", limit: 1 }));
  usePage(t("nav.tasks"), { note: active?.total ? t("work.note", { count: active.total }) : undefined });
  const columns: TableColumn<TaskLine>[] = [
    { key: "title", label: t("work.what"), card: "title", cell: (task) => <Link className="name" to="/tasks/$taskId" params={{ taskId: task.id }}>{task.title}</Link> },
    { key: "state", label: t("work.how"), card: "tag", cell: (task) => <TaskTag state={task.state} /> },
    { key: "done", label: t("work.progress"), cell: (task) => <span className="num">{words(task)}</span> },
    { key: "by", label: t("work.by"), cell: (task) => task.started_by?.name ?? "·" },
    { key: "at", label: t("work.begun"), cell: (task) => <time dateTime={task.created_at} className="num">{format.moment(task.created_at)}</time> },
    { key: "end", label: t("work.ended"), card: "hidden", cell: (task) => (isOver(task.state) && task.finished_at ? <time dateTime={task.finished_at} className="num">{format.moment(task.finished_at)}</time> : "·") },
  ];
  return (
    <>
      <PageHead answer={active ? t("work.running", { count: active.total }) : t("nav.tasks")} rest={failed?.total ? t("work.failed", { count: failed.total }) : undefined} />
      <section className="card">
        <nav className="tabs" aria-label={t("work.how")}>
          {["", "running", "succeeded", "failed", "cancelled"].map((one) => <PlainLink key={one} to="/tasks" search={one ? { state: one } : {}} current={(state["state"] ?? "") === one}>{one ? t(`work.state.${one}`) : t("all.title")}</PlainLink>)}
        </nav>
        {error && !data ? <Failed what={t("nav.tasks")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton />
          : data.items.length === 0 ? <Empty icon="check" title={t(state["state"] ? "work.noneNow" : "work.none")}>{t("work.noneText")}</Empty>
            : <><DataTable caption={t("nav.tasks")} columns={columns} rows={data.items} rowId={(task) => task.id} rowName={(task) => task.title} fetching={isPlaceholderData} /><Pager {...data} onPage={(page) => change({ page: String(page) })} /></>}
      </section>
    </>
  );
}
