import { useQuery } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { Button, buttonClass } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { usePage } from "@/shared/ui/page";
import { openPanel } from "@/shared/ui/panels";
import { RequestId } from "@/shared/ui/RequestId";
import { rolesQuery } from "./queries";

function Whole({ icon, title, children, action }: { icon: IconName; title: string; children: ReactNode; action: ReactNode }) {
  usePage(title);
  return (
    <div className="whole">
      <div className="empty">
        <span className="glyph"><Icon name={icon} size={20} /></span>
        <h1 className="h2">{title}</h1>
        {children}
        {action}
      </div>
    </div>
  );
}

const home = (label: string, primary = false) => <a className={buttonClass(primary ? { kind: "primary" } : {})} href="/">{label}</a>;

/** Outside the frame there is no search to offer. */
export function Nowhere() {
  const { t } = useTranslation();
  return <Whole icon="search" title={t("errorPage.missing")} action={home(t("errorPage.home"), true)}><p>{t("errorPage.missingText")}</p></Whole>;
}

export function NotFound() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  return (
    <Whole icon="search" title={t("errorPage.missing")} action={home(t("errorPage.home"))}>
      <p>{t("errorPage.missingText")}</p>
      <form className="row whole-search" role="search" onSubmit={(event) => { event.preventDefault(); openPanel({ name: "palette", text }); }}>
        <input className="input" type="search" aria-label={t("errorPage.search")} placeholder={t("errorPage.search")} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" kind="primary" icon="search">{t("errorPage.find")}</Button>
      </form>
    </Whole>
  );
}

/** Which role opens it, and whom to ask. */
function Closed({ problem }: { problem: Problem }) {
  const { t, language } = useTranslation();
  const needs = typeof problem.body["needs"] === "string" ? problem.body["needs"] : null;
  const { data } = useQuery({ ...rolesQuery, enabled: needs !== null });
  const roles = (needs && data?.[needs]) || [];
  const list = new Intl.ListFormat(language, { type: "disjunction" }).format(roles.map((role) => t(`role.${role}`)));
  return (
    <Whole icon="lock" title={t("errorPage.forbidden")} action={home(t("errorPage.home"), true)}>
      <p>{roles.length > 0 ? t("errorPage.roles", { list }) : problem.message || t("errorPage.rolesUnknown")}</p>
      <p>{t("errorPage.forbiddenText")}</p>
      {problem.requestId && <RequestId id={problem.requestId} />}
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
  const again = <Button kind="primary" icon="rotate-ccw" onClick={retry}>{t("action.retry")}</Button>;
  if (problem.status === 404) return <NotFound />;
  if (problem.status === 403) return <Closed problem={problem} />;
  if (problem.code === "offline") return <Whole icon="wifi-off" title={t("errorPage.offline")} action={again}><p>{t("errorPage.offlineText")}</p></Whole>;
  return (
    <Whole icon="triangle-alert" title={t("errorPage.broken")} action={<span className="row wrap whole-acts">{again}{home(t("errorPage.home"))}</span>}>
      <p>{t("errorPage.brokenText")}</p>
      {problem.requestId && <RequestId id={problem.requestId} />}
    </Whole>
  );
}
