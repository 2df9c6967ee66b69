import type { ReactNode } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

export type Tone = "ok" | "warn" | "bad" | "info" | "plain";
const toneIcons: Record<Tone, IconName> = { ok: "circle-check", warn: "triangle-alert", bad: "circle-x", info: "info", plain: "info" };

export function Notice({ tone, icon, action, children, role }: { tone: Tone; icon?: IconName; action?: ReactNode; children: ReactNode; role?: "status" | "alert" }) {
  return (
    <div className={`notice ${tone === "plain" ? "" : `notice-${tone}`}`} role={role}>
      <Icon name={icon ?? toneIcons[tone]} />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}
