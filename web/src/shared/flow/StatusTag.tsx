import { useTranslation } from "react-i18next";
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
  draft: ["tag-line", "pencil"],
  pending: ["tag-warn", "hourglass"],
  submitted: ["tag-warn", "hourglass"],
  open: ["tag-ok", "check"],
  approved: ["tag-ok", "check"],
  declined: ["tag-bad", "circle-x"],
  closed: ["", "lock"],
  archived: ["", "archive"],
};

/** The state of an opening; unknown ones still show their word. */
export function JobStateTag({ state }: { state: string }) {
  const { t } = useTranslation();
  const key = state.toLowerCase();
  const [look, icon] = jobLooks[key] ?? ["tag-line", "circle-dot" as const];
  return (
    <span className={`tag ${look}`}>
      <Icon name={icon} />
      {t(`jobState.${key}`, { defaultValue: state })}
    </span>
  );
}
