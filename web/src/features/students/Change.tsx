import { useTranslation } from "@/shared/i18n/i18n";
import type { Correction } from "./queries";

/** On file → wanted. */
export function Change({ correction }: { correction: Correction }) {
  const { t } = useTranslation();
  return (
    <span className="nowrap num">
      <span className="vh">{t("corrections.onFile")} </span><span className="was">{correction.on_file ?? t("profile.none")}</span> <span aria-hidden="true">→</span><span className="vh">, {t("corrections.wanted")}</span> <b>{correction.wanted}</b>
    </span>
  );
}
