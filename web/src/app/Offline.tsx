import { useEffect, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Notice } from "@/shared/ui/Notice";

export function Offline() {
  const { t } = useTranslation();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, []);
  if (online) return null;
  return <div className="mb-4"><Notice tone="warn" icon="wifi-off" role="status"><b>{t("offline.title")}</b> <span className="muted">{t("offline.text")}</span></Notice></div>;
}
