import { useEffect, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";

/** Nothing for 300 ms, so that quick answers never flash; then lines in the final size. */
export function Skeleton({ rows = 5, tall }: { rows?: number; tall?: boolean }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={`skeleton ${tall ? "skeleton-tall" : ""}`} role="status" aria-busy="true" data-shown={shown}>
      <span className="vh">{t("loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" aria-hidden="true">
          {shown && <><span className="skel skel-mark" /><span className="grow stack-2"><span className="skel skel-a" /><span className="skel skel-b" /></span></>}
        </div>
      ))}
    </div>
  );
}
