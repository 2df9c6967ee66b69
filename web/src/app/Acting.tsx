import { useState } from "react";
import { endActing } from "@/features/identity/queries";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Notice } from "@/shared/ui/Notice";

/** Whoever acts in another's place must not forget it: said on every page, with the way back. */
export function Acting() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const [busy, setBusy] = useState(false);
  if (!me.acting_for) return null;
  const stop = async () => {
    setBusy(true);
    await endActing(me.id);
  };
  return (
    <div className="acting">
      <Notice tone="warn" icon="user" role="status" action={<Button small busy={busy} onClick={() => void stop()}>{t("acting.stop")}</Button>}>
        {t("acting.text", { name: me.full_name, when: me.acting_until ? format.clock(new Date(me.acting_until)) : "" })}
      </Notice>
    </div>
  );
}
