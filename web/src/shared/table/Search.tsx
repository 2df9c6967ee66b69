import { useEffect, useState } from "react";
import { Icon } from "@/shared/ui/Icon";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Waits until typing pauses, so that a name is one request and one step of the back button. */
export function Search({ label, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim()), 350);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className="search">
      <Icon name="search" size={16} />
      <input className="input" type="search" aria-label={label} placeholder={label} value={text} onChange={(event) => setText(event.target.value)} />
    </span>
  );
}
