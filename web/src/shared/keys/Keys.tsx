import { Fragment } from "react";

/** "g j" as two keys, "Shift+x" as two pressed together. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keys.split(" ").map((one, index) => (
        <Fragment key={`${index}-${one}`}>
          {index > 0 && " "}
          {one.split("+").map((part) => <kbd key={part} className="kbd">{part.length === 1 ? part.toUpperCase() : part}</kbd>)}
        </Fragment>
      ))}
    </span>
  );
}
