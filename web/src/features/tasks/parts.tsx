import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { left } from "./left";
import type { TaskLine } from "./queries";

const looks: Record<string, [look: string, icon: IconName]> = {
  queued: ["tag-line", "hourglass"], running: ["tag-info", "circle-dot"], succeeded: ["tag-ok", "check"], failed: ["tag-bad", "circle-x"], cancelled: ["", "circle-minus"],
};

export function TaskTag({ state }: { state: string }) {
  const { t } = useTranslation();
  const [look, icon] = looks[state] ?? ["tag-line", "circle-dot" as const];
  return <span className={`tag ${look}`}><Icon name={icon} />{t(`work.state.${state}`, { defaultValue: state })}</span>;
}

/** "4,310 of 10,000, about 20 to 30 s". */
export function useProgressWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return (task: Pick<TaskLine, "done" | "total" | "started_at" | "state">): string => {
    if (task.state === "queued") return t("work.queued");
    if (!task.total) return task.done ? t("work.done", { done: format.number(task.done) }) : t("work.started");
    const words = t("work.of", { done: format.number(task.done), total: format.number(task.total) });
    const range = task.state === "running" ? left(task, new Date()) : null;
    if (!range) return words;
    const minutes = range.to > 90;
    return `${words}, ${t(minutes ? "work.leftMinutes" : "work.left", minutes ? { from: Math.max(1, Math.floor(range.from / 60)), to: Math.ceil(range.to / 60) } : { ...range })}`;
  };
}
