import { Icon } from "./Icon";

export function Steps({ label, names, current }: { label: string; names: string[]; current: number }) {
  return (
    <ol className="steps" aria-label={label}>
      {names.map((name, index) => (
        <li key={name} className={index < current ? "done" : ""} aria-current={index === current ? "step" : undefined}>
          <span className="n">{index < current ? <Icon name="check" /> : index + 1}</span>{name}
        </li>
      ))}
    </ol>
  );
}

/** `of` unknown means that the total is not counted yet: the bar then only says that it moves. */
export function Progress({ done, of, text }: { done: number; of: number | null; text: string }) {
  const share = of ? Math.min(100, (done / of) * 100) : 0;
  return (
    <div className="stack-2">
      <p className="small" aria-live="polite">{text}</p>
      <div className={`bar ${of ? "" : "bar-waiting"}`} role="progressbar" aria-label={text} aria-valuemin={0} aria-valuemax={of ?? undefined} aria-valuenow={of ? done : undefined}>
        <i style={{ "--v": `${share}%` } as React.CSSProperties} />
      </div>
    </div>
  );
}
