import * as Radix from "@radix-ui/react-dropdown-menu";
import { Fragment } from "react";
import { Icon } from "./Icon";
import type { MenuItem, MenuProps } from "./Menu";

function Item({ item }: { item: MenuItem }) {
  const inside = (
    <>
      {item.icon && <Icon name={item.icon} size={16} />}
      <span className="grow">{item.label}{item.off && <small>{item.off}</small>}</span>
      {item.hint && <span className="faint xs">{item.hint}</span>}
      {item.checked && <Icon name="check" size={16} />}
    </>
  );
  if (item.checked !== undefined) {
    return (
      <Radix.CheckboxItem className="menu-item" checked={item.checked} onSelect={() => item.onSelect?.()}>{inside}</Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item
      className={`menu-item ${item.off ? "off" : ""} ${item.danger ? "menu-danger" : ""}`}
      aria-disabled={item.off ? true : undefined}
      onSelect={(event) => { if (item.off) event.preventDefault(); else item.onSelect?.(); }}
    >
      {inside}
    </Radix.Item>
  );
}

/** Not modal on purpose: Radix's scroll lock injects a style element, which the policy forbids. */
export function MenuPanel({ trigger, label, groups, align = "end", side = "bottom" }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu menu-float" align={align} side={side} sideOffset={6} collisionPadding={8}>
          {label && <Radix.Label className="menu-label">{label}</Radix.Label>}
          {groups.filter((group) => group.length > 0).map((group, index) => (
            <Fragment key={group[0]?.key}>
              {index > 0 && <Radix.Separator className="menu-rule" />}
              {group.map((item) => <Item key={item.key} item={item} />)}
            </Fragment>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
