import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useFormat } from "@/shared/i18n/use-format";
import { useTranslation } from "@/shared/i18n/i18n";
import { useMe } from "@/shared/session/me";
import { useCurrentPage } from "@/shared/ui/page";

/** On paper alone: whose page this is, which, and when it was printed. The filters in words stand above the list. */
export function PrintHead() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { title } = useCurrentPage();
  const [at, setAt] = useState<Date | null>(null);
  useEffect(() => {
    const stamp = () => flushSync(() => setAt(new Date()));
    window.addEventListener("beforeprint", stamp);
    return () => window.removeEventListener("beforeprint", stamp);
  }, []);
  return (
    <header className="print-only print-head">
      <p><b>{me.institution.name}</b> · {title}</p>
      <p>{at && t("shell.printed", { when: `${format.longDay(at)}, ${format.clock(at)}`, who: me.full_name })} · {location.host + location.pathname}</p>
    </header>
  );
}
