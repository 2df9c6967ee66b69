import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { looks, type Status } from "./statuses";

export function StatusTag({ status }: { status: Status }) {
  const { t } = useTranslation();
  const look = looks[status];
  return (
    <span className={`tag tag-${look.tag}`}>
      <Icon name={look.icon} />
      {t(`status.${status}`)}
    </span>
  );
}

const jobLooks: Record<string, [string, IconName]> = {
  DRAFT: ["tag-line", "pencil"],
  PENDING_APPROVAL: ["tag-warn", "hourglass"],
  QUESTIONED: ["tag-warn", "circle-help"],
  DECLINED: ["tag-bad", "circle-x"],
  OPEN: ["tag-ok", "check"],
  CLOSED: ["", "lock"],
  ARCHIVED: ["", "archive"],
};

/** The state of an opening; unknown ones still show their word. */
export function JobStateTag({ state }: { state: string }) {
  const { t } = useTranslation();
  const [look, icon] = jobLooks[state] ?? ["tag-line", "circle-dot" as const];
  return (
    <span className={`tag ${look}`}>
      <Icon name={icon} />
      {t(`jobState.${state}`, { defaultValue: state })}
    </span>
  );
}
