import { useMemo } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/shared/session/me";
import { dayKey, dayOf, daysApart, longDay, type Locale, money, monthOf, number, span, timeOf, urgency, weekdayOf, zoneName } from "./format";

/** Every date, amount and number on the screen goes through here: institution's zone, person's language. */
export function useFormat() {
  const { t, language } = useTranslation();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const zone = me?.institution.time_zone ?? "Asia/Kolkata";
  const currency = me?.institution.currency ?? "INR";

  return useMemo(() => {
    const locale: Locale = { language, zone, currency };
    const distance = (milliseconds: number) => {
      const { unit, count, minutes } = span(milliseconds);
      if (unit === "hour" && count < 6 && minutes > 0) return t("time.hourMinute", { hours: count, minutes });
      return t(`time.${unit}`, { count });
    };
    const moment = (iso: string, now = new Date()) => {
      const at = new Date(iso);
      const apart = daysApart(now, at, locale);
      const clock = `${timeOf(at, locale)}\u00a0${zoneName(at, locale)}`;
      if (apart === 0) return t("time.today", { clock });
      if (apart === 1) return t("time.tomorrow", { clock });
      return `${dayOf(at, locale, Math.abs(apart) > 300)}, ${clock}`;
    };
    return {
      locale,
      number: (value: number, digits?: number) => number(value, locale, digits),
      money: (amount: number, of: string | null = null) => money(amount, of ?? currency, locale, t("money.lakh")),
      day: (iso: string, year = false) => dayOf(new Date(iso), locale, year),
      key: (iso: string) => dayKey(new Date(iso), locale),
      month: (month: string) => monthOf(month, locale),
      weekday: (iso: string) => weekdayOf(new Date(iso), locale),
      time: (iso: string) => timeOf(new Date(iso), locale),
      longDay: (at: Date) => longDay(at, locale),
      clock: (at: Date) => `${timeOf(at, locale)} ${zoneName(at, locale)}`,
      moment,
      distance,
      /** "Mon 23 Nov, 17:00 IST (in 4 days)" and how pressing it is. */
      due: (iso: string, now = new Date()) => {
        const left = new Date(iso).getTime() - now.getTime();
        const hint = left > 0 ? t("time.in", { span: distance(left) }) : t("time.ago", { span: distance(left) });
        return { text: moment(iso, now), hint, urgency: urgency(new Date(iso), now, locale) };
      },
      since: (iso: string, now = new Date()) => distance(now.getTime() - new Date(iso).getTime()),
      shortSince: (iso: string, now = new Date()) => {
        const { unit, count } = span(now.getTime() - new Date(iso).getTime());
        return t(`time.short.${unit}`, { count });
      },
    };
  }, [t, language, zone, currency]);
}
