import type { ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { Button } from "./Button";
import { Icon } from "./Icon";
import type { IconName } from "./icons";
import { RequestId } from "./RequestId";

interface Props {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** First use, nothing now, or no results. Never for data that could not be loaded: that is Failed. */
export function Empty({ icon, title, children, action }: Props) {
  return (
    <div className="empty">
      <span className="glyph"><Icon name={icon} size={20} /></span>
      <h2 className="h2">{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Says that nothing is lost, offers the retry, and gives the id that the office can look up. */
export function Failed({ what, error, retry }: { what: string; error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = Problem.from(error);
  const text = problem.status === 0 ? t("failed.offline") : problem.status === 403 ? problem.message || t("failed.forbidden")
    : problem.status === 404 ? t("failed.missing") : t("failed.server");
  return (
    <div className="empty" role="alert">
      <span className="glyph glyph-bad"><Icon name={problem.status === 0 ? "wifi-off" : "triangle-alert"} size={20} /></span>
      <h2 className="h2">{problem.status === 404 ? t("failed.notFound", { what }) : t("failed.title", { what })}</h2>
      <p>{text}</p>
      {problem.requestId && <RequestId id={problem.requestId} />}
      {retry && problem.status !== 404 && problem.status !== 403 && <Button icon="rotate-ccw" onClick={retry}>{t("action.retry")}</Button>}
    </div>
  );
}
