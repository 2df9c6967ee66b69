interface Props {
  name: string;
  /** What the hue is drawn from; the same id always gives the same colour. */
  id?: string;
  size?: "sm" | "lg" | "xl";
  round?: boolean;
  /** A picture in the place of the letters, which stay where it does not come. */
  src?: string | null;
}

function hue(text: string): number {
  // FNV-1a: ids that differ in one digit still land far apart.
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash % 360;
}

export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /\p{L}|\p{N}/u.test(word));
  const first = words[0] ?? "?";
  const last = words.length > 1 ? (words[1] ?? "") : "";
  return ((Array.from(first)[0] ?? "") + (last ? (Array.from(last)[0] ?? "") : (Array.from(first)[1] ?? ""))).toUpperCase();
}

export function Mono({ name, id, size, round, src }: Props) {
  const classes = ["mono", size && `mono-${size}`, round && "mono-round"].filter(Boolean).join(" ");
  return (
    // Drawn by the style sheet: a picture of letters, not text that a button's name would have to repeat.
    <span className={classes} style={{ "--h": hue(id ?? name) } as React.CSSProperties} data-initials={initials(name)} aria-hidden="true">
      {src && <img key={src} src={src} alt="" draggable={false} onError={(event) => { event.currentTarget.hidden = true; }} />}
    </span>
  );
}
