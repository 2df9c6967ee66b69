import { type ButtonHTMLAttributes, cloneElement, type ComponentType, type ReactElement, type ReactNode, useState } from "react";
import type { IconName } from "./icons";

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: IconName;
  /** Why it cannot be chosen now; the item stays, grey, with the reason. */
  off?: string | null;
  hint?: string;
  danger?: boolean;
  checked?: boolean;
  onSelect?: () => void;
}

export interface MenuProps {
  trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  label?: ReactNode;
  /** Groups, divided by lines. */
  groups: MenuItem[][];
  align?: "start" | "end";
  side?: "top" | "bottom";
}

const fetchPanel = async () => (await import("./MenuPanel")).MenuPanel;

/** A menu button. What opens (and the library that keeps it inside the window) is fetched when somebody reaches for it;
 * until then the trigger is a plain button. */
export function Menu(props: MenuProps) {
  const [Panel, show] = useState<ComponentType<MenuProps> | null>(null);
  if (Panel) return <Panel {...props} />;
  return cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void fetchPanel(),
    onClick: () => void fetchPanel().then((panel) => show(() => panel)),
  });
}
