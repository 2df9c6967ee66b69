import type { ReactNode } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "./Button";
import { Icon } from "./Icon";

export interface MonthEvent {
  key: string;
  at: string;
  /** One of the status marks of the tokens. */
  mark: string;
  node: ReactNode;
}

interface Props {
  /** "2026-11" */
  month: string;
  onMonth: (month: string) => void;
  events: MonthEvent[];
  empty: ReactNode;
}

export function shiftMonth(month: string, by: number): string {
  const [year = 0, index = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, index - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The weeks that cover a month, Monday first, as days "2026-11-02". */
export function weeksOf(month: string): string[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const start = new Date(first.getTime() - ((first.getUTCDay() + 6) % 7) * 86_400_000);
  const weeks: string[][] = [];
  for (let day = start; weeks.length < 6; ) {
    if (weeks.length > 0 && day.toISOString().slice(0, 7) !== month) break;
    const week: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      week.push(day.toISOString().slice(0, 10));
      day = new Date(day.getTime() + 86_400_000);
    }
    weeks.push(week);
  }
  return weeks;
}

/** A month as a table; on phones the days that hold something, one below the other. */
export function Month({ month, onMonth, events, empty }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.key(new Date().toISOString());
  const byDay = new Map<string, MonthEvent[]>();
  for (const event of [...events].sort((a, b) => a.at.localeCompare(b.at))) {
    const day = format.key(event.at);
    byDay.set(day, [...(byDay.get(day) ?? []), event]);
  }
  const weeks = weeksOf(month);
  const any = [...byDay.keys()].some((day) => day.startsWith(month));
  const noon = (day: string) => `${day}T06:30:00Z`;
  return (
    <section className="card month">
      <div className="card-head row row-between wrap">
        <h2 className="h2" aria-live="polite">{format.month(month)}</h2>
        <div className="row">
          {month !== today.slice(0, 7) && <Button small onClick={() => onMonth(today.slice(0, 7))}>{t("month.today")}</Button>}
          <Button small iconOnly icon="chevron-left" aria-label={t("month.previous")} onClick={() => onMonth(shiftMonth(month, -1))} />
          <Button small iconOnly icon="chevron-right" aria-label={t("month.next")} onClick={() => onMonth(shiftMonth(month, 1))} />
        </div>
      </div>
      {!any && <p className="card-pad small muted">{empty}</p>}
      <table className="month-grid only-wide">
        <caption className="vh">{format.month(month)}</caption>
        <thead><tr>{weeks[0]?.map((day) => <th key={day} scope="col">{format.weekday(noon(day))}</th>)}</tr></thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} className={[day.slice(0, 7) !== month && "is-other", day === today && "is-today"].filter(Boolean).join(" ")}>
                  <span className="month-day num" aria-hidden="true">{Number(day.slice(8))}</span>
                  {byDay.has(day) && <ul aria-label={format.day(noon(day))}>{byDay.get(day)?.map((event) => <li key={event.key} style={{ "--c": `var(--st-${event.mark}-mark)` }}><span className="num faint">{format.time(event.at)}</span> {event.node}</li>)}</ul>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ol className="month-list only-narrow">
        {weeks.flat().filter((day) => day.slice(0, 7) === month && byDay.has(day)).map((day) => (
          <li key={day}>
            <h3 className="small strong">{format.day(noon(day))}{day === today && <span className="tag tag-line">{t("month.today")}</span>}</h3>
            <ul>{byDay.get(day)?.map((event) => <li key={event.key} className="row" style={{ "--c": `var(--st-${event.mark}-mark)` }}><Icon name="clock" size={16} className="faint" /><span className="num muted">{format.time(event.at)}</span> <span className="grow">{event.node}</span></li>)}</ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
