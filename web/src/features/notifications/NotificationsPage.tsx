import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Pager } from "@/shared/table/Pager";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { NoticeList } from "./Notices";
import { markAll, noticesQuery, unreadQuery } from "./queries";

/** What happened to what is mine? */
export function NotificationsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const [state, change] = useUrlState();
  const only = state["unread"] === "true";
  const unread = useQuery(unreadQuery).data;
  const { data, error, refetch } = useQuery({ ...noticesQuery({ ...(only && { unread: true }), page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const all = useMutation({ mutationFn: markAll });
  usePage(t("nav.notifications"), { note: unread ? t("notices.note", { count: unread }) : undefined });
  return (
    <div className="narrow">
      <PageHead
        answer={unread === undefined ? t("nav.notifications") : t(unread ? "notices.waiting" : "notices.noneUnread", { count: unread })}
        rest={data && data.total > 0 && !only ? t("notices.total", { count: data.total, n: format.number(data.total) }) : undefined}
      >
        <Button disabled={!unread} busy={all.isPending} onClick={() => all.mutate()}>{t("notices.markAll")}</Button>
      </PageHead>
      {all.isError && <p className="field-error mb-4" role="alert">{t("notices.failed")}</p>}
      <section className="card">
        <nav className="tabs" aria-label={t("notices.which")}>
          <PlainLink to="/notifications" current={!only}>{t("all.title")}</PlainLink>
          <PlainLink to="/notifications" search={{ unread: "true" }} current={only}>{t("notices.unread")}{!!unread && <span className="count count-you">{unread}</span>}</PlainLink>
        </nav>
        {error && !data ? <Failed what={t("nav.notifications")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={8} />
          : data.items.length === 0 ? <Empty icon="bell" title={t(only ? "notices.noneUnread" : "notices.empty")}>{only ? undefined : t("notices.emptyText")}</Empty>
            : <><NoticeList items={data.items} /><Pager {...data} onPage={(page) => change({ page: String(page) })} /></>}
      </section>
    </div>
  );
}
