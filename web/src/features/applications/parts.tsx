import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe, viewOf } from "@/shared/session/me";
import { Ball, Due } from "@/shared/ui/facts";
import type { Application } from "./types";

const QUIET = 14 * 24 * 60 * 60_000;
const open = new Set<string>(["APPLIED", "SELECTED", "IN_PROCESS", "INTERVIEW_SCHEDULED", "SHORTLISTED", "OFFER_RELEASED"]);

export function isOpen(application: Application): boolean {
  return open.has(application.status);
}

export function isQuiet(application: Application, now = Date.now()): boolean {
  return isOpen(application) && application.waiting_for !== "student" && now - new Date(application.since).getTime() > QUIET;
}

/** "Office · since 3 days"; the holder is "You" to whoever has the ball. */
export function Waiting({ application }: { application: Application }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { waiting_for: holder, since, cause } = application;
  if (holder === "nobody") return <Ball holder="nobody">{cause ? t(`cause.${cause}`, { defaultValue: cause }) : format.day(since)}</Ball>;
  const view = viewOf(me);
  const you = holder === (view === "recruiter" ? "company" : view);
  const quiet = isQuiet(application);
  return (
    <span className={quiet ? "stale" : ""}>
      <Ball holder={holder} you={you}>
        {holder === "student" && application.status === "OFFER_RELEASED" ? t("board.answer") : quiet ? t("board.quiet", { span: format.since(since) }) : t("board.since", { span: format.since(since) })}
      </Ball>
    </span>
  );
}

/** The date that matters next on this application, if there is one. */
export function NextDate({ application }: { application: Application }) {
  if (application.status === "OFFER_RELEASED" && application.offer?.deadline_at) return <Due at={application.offer.deadline_at} icon />;
  if (application.status === "INTERVIEW_SCHEDULED" && application.interview_at) return <Due at={application.interview_at} icon />;
  return null;
}
