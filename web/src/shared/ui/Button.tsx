import type { ButtonHTMLAttributes } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

export type ButtonKind = "normal" | "primary" | "quiet" | "danger" | "danger-fill";

export interface ButtonLook {
  kind?: ButtonKind;
  small?: boolean;
  block?: boolean;
  iconOnly?: boolean;
}

export function buttonClass({ kind = "normal", small, block, iconOnly }: ButtonLook = {}, extra = ""): string {
  return [
    "btn",
    kind !== "normal" && `btn-${kind}`,
    small && "btn-sm",
    block && "btn-block",
    iconOnly && "btn-icon",
    extra,
  ].filter(Boolean).join(" ");
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement>, ButtonLook {
  icon?: IconName;
  busy?: boolean;
}

/** Busy keeps the width: the icon's place turns, the words stay. */
export function Button({ kind, small, block, iconOnly, icon, busy, className, children, type = "button", ...rest }: Props) {
  const size = small || !iconOnly ? 16 : 18;
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass({ ...(kind && { kind }), small: !!small, block: !!block, iconOnly: !!iconOnly }, className)}
      aria-busy={busy || undefined}
      disabled={rest.disabled || busy}
    >
      {busy ? <Icon name="loader-circle" size={size} className="spin" /> : icon && <Icon name={icon} size={size} />}
      {children}
    </button>
  );
}
