import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Month, type MonthEvent } from "@/shared/ui/Month";
import type { Application } from "./types";

/** What has a day: interviews, answers due, and the days on which something was sent. */
function eventsOf(applications: Application[], t: (key: string, values: { company: string }) => string): MonthEvent[] {
  return applications.flatMap((one) => {
    const link = (text: string, offer = false) => (
      <Link to={offer ? "/applications/$applicationId/offer" : "/applications/$applicationId"} params={{ applicationId: one.id }} title={one.job.title}>{text}</Link>
    );
    const values = { company: one.job.company.name };
    const found: MonthEvent[] = [{ key: `${one.id}-sent`, at: one.applied_at, mark: "applied", node: link(t("calendar.applied", values)) }];
    if (one.interview_at) found.push({ key: `${one.id}-interview`, at: one.interview_at, mark: "interview", node: link(t("calendar.interview", values)) });
    if (one.offer?.deadline_at) found.push({ key: `${one.id}-offer`, at: one.offer.deadline_at, mark: "offer", node: link(t("calendar.offer", values), true) });
    return found;
  });
}

export function ApplicationCalendar({ applications, month, onMonth }: { applications: Application[]; month: string | undefined; onMonth: (month: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = format.key(new Date().toISOString()).slice(0, 7);
  return <Month month={/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(month ?? "") ? (month ?? now) : now} onMonth={onMonth} events={eventsOf(applications, t)} empty={t("calendar.empty")} />;
}
