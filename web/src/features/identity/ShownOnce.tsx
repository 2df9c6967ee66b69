import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Notice } from "@/shared/ui/Notice";
import type { NewKey } from "./queries";

/** A first question that a key of that permission may ask. */
const answers: Partial<Record<string, string>> = {
  "companies.read": "/api/v1/companies", "students.read": "/api/v1/admin/students", "applications.read": "/api/v1/applications", "users.read": "/api/v1/users", "notifications.read": "/api/v1/notifications",
};

/** The one time a key is seen. Only its hash is kept, so a lost one is replaced, never read. */
export function ShownOnce({ made, onClose }: { made: NewKey; onClose: () => void }) {
  const { t } = useTranslation();
  const path = made.scopes.map((scope) => answers[scope]).find(Boolean);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.key);
      setCopied(true);
    } catch {
      document.querySelector<HTMLInputElement>("#new-key")?.select();
    }
  };
  return (
    <Dialog open required onClose={onClose} title={t("key.onceTitle", { name: made.name })} sub={t("key.onceText")} foot={<Button kind="primary" onClick={onClose}>{t("key.kept")}</Button>}>
      <div className="field">
        <label htmlFor="new-key">{t("key.key")}</label>
        <div className="row"><input id="new-key" className="input grow" readOnly value={made.key} onFocus={(event) => event.target.select()} data-autofocus /><Button icon={copied ? "check" : "copy"} onClick={() => void copy()}>{t(copied ? "key.copied" : "key.copy")}</Button></div>
      </div>
      <Notice tone="warn">{t("key.onceWarn")}</Notice>
      {path && <p className="small muted">{t("key.try")} <code className="wrap-any">{`curl -H "Authorization: Bearer ${made.prefix}…" ${location.origin}${path}`}</code></p>}
    </Dialog>
  );
}
