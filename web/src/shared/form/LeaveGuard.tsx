import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";

/** Asks before a page with unsaved changes is left. A draft is kept either way, so leaving loses nothing on this device. */
export function LeaveGuard({ changed }: { changed: () => boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && changed(),
    enableBeforeUnload: changed,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog
      open onClose={blocker.reset} title={t("form.leave")}
      foot={<><Button onClick={blocker.proceed}>{t("form.leaveGo")}</Button><Button kind="primary" data-autofocus onClick={blocker.reset}>{t("form.leaveStay")}</Button></>}
    >
      <p>{t("form.leaveText")}</p>
    </Dialog>
  );
}
