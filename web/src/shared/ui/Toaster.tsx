import { useEffect, useRef, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "./Icon";
import { delay, dismiss, settleAll, type Toast, undo, watchToasts } from "./toast";

/** Whole seconds that are left; the clock stands while somebody rests on it. */
function One({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  const resting = useRef<number | null>(null);
  const { id, until } = toast;
  const left = Math.max(0, Math.ceil((until - now) / 1000));

  useEffect(() => {
    const timer = setInterval(() => {
      if (resting.current !== null) return;
      setNow(Date.now());
      if (Date.now() >= until) dismiss(id);
    }, 250);
    return () => clearInterval(timer);
  }, [id, until]);

  const rest = () => { resting.current ??= Date.now(); };
  const goOn = () => {
    if (resting.current !== null) delay(id, Date.now() - resting.current);
    resting.current = null;
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- resting the pointer or the focus on it only stops the clock
    <div className="toast" onMouseEnter={rest} onMouseLeave={goOn} onFocus={rest} onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) goOn(); }}>
      <Icon name="circle-check" size={18} />
      <span>{toast.text}</span>
      {toast.undo && <button type="button" onClick={() => void undo(id)}>{t("action.undo")} <span className="life" aria-hidden="true">{left}</span></button>}
      <button type="button" className="toast-close" aria-label={t("action.close")} onClick={() => dismiss(id)}><Icon name="x" size={16} /></button>
    </div>
  );
}

export function Toaster() {
  const [list, setList] = useState<readonly Toast[]>([]);
  useEffect(() => watchToasts(setList), []);
  useEffect(() => {
    window.addEventListener("pagehide", settleAll);
    return () => window.removeEventListener("pagehide", settleAll);
  }, []);
  return <div className="toaster" role="status" aria-live="polite">{list.map((toast) => <One key={toast.id} toast={toast} />)}</div>;
}
