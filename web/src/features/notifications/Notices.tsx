import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import type { IconName } from "@/shared/ui/icons";
import { PlainLink } from "@/shared/ui/PlainLink";
import { mark, type Notice } from "./queries";
import { wordsOf } from "./words";

const icons: Record<string, IconName> = { application: "kanban", offer: "mail-open", job: "briefcase", task: "hourglass", correction: "pencil" };

function One({ notice, onOpen }: { notice: Notice; onOpen?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const turn = useMutation({ mutationFn: (isRead: boolean) => mark(notice.id, isRead) });
  const { title, more } = wordsOf(notice, t, (iso) => format.moment(iso));
  const unread = notice.read_at === null;
  const [path = "/", search = ""] = notice.link.split("?");
  return (
    <li className={`notice-item ${unread ? "is-unread" : ""}`}>
      <Icon name={icons[notice.event.split(".")[0] ?? ""] ?? "bell"} size={18} />
      <div className="grow">
        <PlainLink
          to={path} search={Object.fromEntries(new URLSearchParams(search))} className="notice-link"
          onClickCapture={(event) => {
            if (unread) turn.mutate(true);
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            event.stopPropagation();
            onOpen?.();
            void navigate({ href: notice.link });
          }}
        >
          {unread && <span className="vh">{t("notices.unread")}: </span>}{title}
        </PlainLink>
        {more && <p className="small muted">{more}</p>}
        <p className="xs faint"><time dateTime={notice.created_at}>{t("time.ago", { span: format.since(notice.created_at) })}</time></p>
      </div>
      <Button
        kind="quiet" small iconOnly icon={unread ? "check" : "mail"} disabled={turn.isPending}
        aria-label={t(unread ? "notices.markRead" : "notices.markUnread", { title })} title={t(unread ? "notices.read" : "notices.asUnread")} onClick={() => turn.mutate(unread)}
      />
    </li>
  );
}

export function NoticeList({ items, onOpen }: { items: Notice[]; onOpen?: () => void }) {
  return <ul className="notice-list">{items.map((notice) => <One key={notice.id} notice={notice} onOpen={onOpen} />)}</ul>;
}
