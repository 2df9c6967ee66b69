import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { Icon } from "@/shared/ui/Icon";
import { openPanel } from "@/shared/ui/panels";
import { perPlace } from "./places";
import { unreadLinksQuery, unreadQuery } from "./queries";

/** A dot would not say how many: the number stands in the badge and in the name. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useQuery(unreadQuery).data ?? 0;
  return (
    <button type="button" className="btn btn-quiet btn-icon bell" aria-haspopup="dialog" aria-label={unread ? t("shell.unread", { count: unread }) : t("shell.notices")} onClick={() => openPanel({ name: "notices" })}>
      <Icon name="bell" size={18} />
      {unread > 0 && <span className="count count-you" aria-hidden="true">{unread > 99 ? "99+" : unread}</span>}
    </button>
  );
}

/** How many unread items lead to each place of the menu. */
export function useCounts(places: string[]): Record<string, number> {
  const unread = useQuery(unreadQuery).data ?? 0;
  const { data } = useQuery({ ...unreadLinksQuery(unread), enabled: unread > 0 });
  return unread > 0 && data ? perPlace(data, places) : {};
}
