import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "./Button";

/** What the office or whoever runs Careerdesk can look up. */
export function RequestId({ id }: { id: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <span className="row wrap request-id">
      <span className="small">{t("failed.request")} <span className="code">{id}</span></span>
      <Button small kind="quiet" icon={copied ? "check" : "copy"} onClick={() => void navigator.clipboard?.writeText(id).then(() => setCopied(true)).catch(() => undefined)}>{t(copied ? "action.copied" : "action.copy")}</Button>
      <span className="vh" role="status">{copied ? t("action.copied") : ""}</span>
    </span>
  );
}
