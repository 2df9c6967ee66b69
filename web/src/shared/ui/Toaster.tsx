import { useEffect, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "./Icon";
import { dismiss, type Toast, watchToasts } from "./toast";

const LIFE = 10_000;

function One({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(toast.id), LIFE);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- resting the pointer or the focus on it only stops the clock
    <div className="toast" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <Icon name="circle-check" size={18} />
      <span>{toast.text}</span>
      {toast.undo && <button type="button" onClick={() => { toast.undo?.(); dismiss(toast.id); }}>{t("action.undo")}</button>}
      <button type="button" className="toast-close" aria-label={t("action.close")} onClick={() => dismiss(toast.id)}><Icon name="x" size={16} /></button>
    </div>
  );
}

export function Toaster() {
  const [list, setList] = useState<readonly Toast[]>([]);
  useEffect(() => watchToasts(setList), []);
  return <div className="toaster" role="status" aria-live="polite">{list.map((toast) => <One key={toast.id} toast={toast} />)}</div>;
}
