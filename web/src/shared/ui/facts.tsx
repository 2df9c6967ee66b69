import type { ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Icon } from "./Icon";

export type Holder = "student" | "office" | "company" | "nobody";

/** Who moves next, always named. `you` is the reader. */
export function Ball({ holder, you, children }: { holder: Holder; you?: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  const look = you ? "ball-you" : holder === "office" ? "ball-office" : holder === "nobody" ? "ball-none" : "";
  const who = you ? t("ball.you") : t(`ball.${holder}`);
  return (
    <span className={`ball ${look}`}>
      <span>{holder === "nobody" && children ? children : <>{who}{children && <> · {children}</>}</>}</span>
    </span>
  );
}

/** A deadline: instant, zone, distance. Grey; amber under 48 h; red under 24 h or today. */
export function Due({ at, hint = true, icon, prefix }: { at: string; hint?: boolean; icon?: boolean; prefix?: string }) {
  const format = useFormat();
  const due = format.due(at);
  const look = due.urgency === "now" ? "due-now" : due.urgency === "soon" ? "due-soon" : "";
  const showIcon = icon ?? look !== "";
  return (
    <span className={`due ${look}`}>
      {showIcon && <Icon name="clock" />}
      <time dateTime={at}>{prefix ? `${prefix} ${due.text}` : due.text.charAt(0).toLocaleUpperCase() + due.text.slice(1)}{hint && <span className="nowrap"> ({due.hint})</span>}</time>
    </span>
  );
}

/** The short line in lists; the full notice appears only where the person opened the job. */
export function Verdict({ eligible, children }: { eligible: boolean; children: ReactNode }) {
  return (
    <span className={`verdict ${eligible ? "verdict-yes" : "verdict-no"}`}>
      <Icon name={eligible ? "check" : "circle-x"} />
      <span>{children}</span>
    </span>
  );
}


/** Beside every closed control: which rule, and whom to ask. */
export function Why({ children }: { children: ReactNode }) {
  return <p className="why"><Icon name="lock" size={16} /><span>{children}</span></p>;
}

export function Facts({ rows }: { rows: [label: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {rows.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([label, value]) => (
        <div key={label}><dt>{label}</dt><dd>{value}</dd></div>
      ))}
    </dl>
  );
}
