import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty, Failed } from "@/shared/ui/Empty";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { NoticeList } from "./Notices";
import { markAll, noticesQuery, unreadQuery } from "./queries";

/** The newest of what happened to what is mine, beside the page I am on. */
export function Tray({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const unread = useQuery(unreadQuery).data ?? 0;
  const { data, error, refetch } = useQuery({ ...noticesQuery({ limit: 15 }), refetchOnMount: "always" });
  const all = useMutation({ mutationFn: markAll });
  return (
    <Dialog
      open drawer onClose={onClose} title={t("nav.notifications")} sub={data && t(unread ? "notices.waiting" : "notices.noneUnread", { count: unread })}
      foot={<>
        <Button kind="quiet" disabled={unread === 0} busy={all.isPending} onClick={() => all.mutate()}>{t("notices.markAll")}</Button>
        <PlainLink to="/notifications" className="btn" data-autofocus onClickCapture={onClose}>{t("notices.seeAll")}</PlainLink>
      </>}
    >
      {all.isError && <p className="field-error" role="alert">{t("notices.failed")}</p>}
      {error && !data ? <Failed what={t("nav.notifications")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={6} />
        : data.items.length === 0 ? <Empty icon="bell" title={t("notices.empty")}>{t("notices.emptyText")}</Empty> : <NoticeList items={data.items} onOpen={onClose} />}
    </Dialog>
  );
}
