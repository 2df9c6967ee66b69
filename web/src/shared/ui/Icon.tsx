import sprite from "./icons.svg?url";
import type { IconName } from "./icons";

interface Props {
  name: IconName;
  size?: 16 | 18 | 20 | 24;
  className?: string;
  label?: string;
}

/** Icons come from one cached sprite, so they cost no script. Decorative unless labelled. */
export function Icon({ name, size, className, label }: Props) {
  const classes = ["icon", size && `icon-${size}`, className].filter(Boolean).join(" ");
  return (
    <svg className={classes} viewBox="0 0 24 24" {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
