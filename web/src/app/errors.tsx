import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { usePage } from "@/shared/ui/page";

function Whole({ icon, title, children, action }: { icon: IconName; title: string; children: ReactNode; action: ReactNode }) {
  usePage(title);
  return (
    <div className="whole" role="alert">
      <div className="empty">
        <span className="glyph"><Icon name={icon} size={20} /></span>
        <h1 className="h2">{title}</h1>
        {children}
        {action}
      </div>
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Whole icon="search" title={t("errorPage.missing")} action={<a className={buttonClass({ kind: "primary" })} href="/">{t("errorPage.home")}</a>}>
      <p>{t("errorPage.missingText")}</p>
    </Whole>
  );
}

/** What went wrong, what is safe, what to do now; the request id is what the office can look up. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const problem = Problem.from(error);
  const retry = () => {
    reset();
    void router.invalidate();
  };
  if (problem.status === 404) return <NotFound />;
  if (problem.status === 403) {
    return (
      <Whole icon="lock" title={t("errorPage.forbidden")} action={<a className={buttonClass()} href="/">{t("errorPage.home")}</a>}>
        <p>{problem.message || t("errorPage.forbiddenText")}</p>
      </Whole>
    );
  }
  if (problem.code === "offline") {
    return (
      <Whole icon="wifi-off" title={t("errorPage.offline")} action={<Button kind="primary" icon="rotate-ccw" onClick={retry}>{t("action.retry")}</Button>}>
        <p>{t("errorPage.offlineText")}</p>
      </Whole>
    );
  }
  return (
    <Whole icon="triangle-alert" title={t("errorPage.broken")} action={<Button kind="primary" icon="rotate-ccw" onClick={retry}>{t("action.retry")}</Button>}>
      <p>{t("errorPage.brokenText")}</p>
      {problem.requestId && <p className="small">{t("failed.request")} <span className="code">{problem.requestId}</span></p>}
    </Whole>
  );
}
