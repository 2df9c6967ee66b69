/** Dates, money and numbers in the institution's terms. Pure: the caller brings zone, language and clock. */

export interface Locale {
  language: string;
  zone: string;
  currency: string;
}

const NBSP = "\u00a0";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Browsers print "GMT+3" for zones whose own country they do not know.
const zoneNames: Record<string, string> = {
  "Asia/Kolkata": "IST", "Asia/Calcutta": "IST", "Africa/Dar_es_Salaam": "EAT", "Africa/Nairobi": "EAT",
  "Africa/Kampala": "EAT", "Asia/Dhaka": "BST", "Asia/Karachi": "PKT", "Africa/Lagos": "WAT", "Africa/Johannesburg": "SAST",
};

/** Who pays in rupees also groups by lakh and crore. */
function tag({ language, currency }: Locale): string {
  return language === "hi" ? "hi-IN" : currency === "INR" ? "en-IN" : "en-GB";
}

// Making a formatter costs a hundred times what using it does.
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag(locale)} ${locale.zone} ${JSON.stringify(options)}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(tag(locale), { timeZone: locale.zone, ...options });
  made.set(key, known);
  return known;
}

function parts(instant: Date, locale: Locale, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const result: Record<string, string> = {};
  for (const part of formatter(locale, options).formatToParts(instant)) {
    result[part.type] = part.value;
  }
  return result;
}

export function zoneName(instant: Date, locale: Locale): string {
  return zoneNames[locale.zone] ?? parts(instant, locale, { timeZoneName: "short" }).timeZoneName ?? locale.zone;
}

export function dayOf(instant: Date, locale: Locale, year = false): string {
  const p = parts(instant, locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  return `${p.weekday} ${p.day} ${p.month}${year ? ` ${p.year}` : ""}`;
}

export function longDay(instant: Date, locale: Locale): string {
  const p = parts(instant, locale, { weekday: "long", day: "numeric", month: "long" });
  return `${p.weekday} ${p.day} ${p.month}`;
}

export function timeOf(instant: Date, locale: Locale): string {
  const p = parts(instant, locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${p.hour}:${p.minute}`;
}

/** The day an instant falls on in that zone: "2026-11-23". */
export function dayKey(instant: Date, locale: Locale): string {
  return isoLocal(instant, locale).slice(0, 10);
}

/** "November 2026" for "2026-11". */
export function monthOf(month: string, locale: Locale): string {
  return new Intl.DateTimeFormat(tag(locale), { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-15T00:00:00Z`));
}

export function weekdayOf(instant: Date, locale: Locale): string {
  return parts(instant, locale, { weekday: "short" }).weekday ?? "";
}

/** Calendar days between two instants as a person in that zone counts them. */
export function daysApart(from: Date, to: Date, locale: Locale): number {
  const key = (date: Date) => {
    const p = parts(date, { ...locale, language: "en" }, { year: "numeric", month: "numeric", day: "numeric" });
    return Date.UTC(Number(p.year), Number(p.month) - 1, Number(p.day));
  };
  return Math.round((key(to) - key(from)) / DAY);
}

export type Urgency = "later" | "soon" | "now" | "past";

export function urgency(instant: Date, now: Date, locale: Locale): Urgency {
  const left = instant.getTime() - now.getTime();
  if (left <= 0) return "past";
  if (left < DAY || daysApart(now, instant, locale) === 0) return "now";
  return left < 2 * DAY ? "soon" : "later";
}

export interface Span {
  unit: "minute" | "hour" | "day";
  count: number;
  minutes: number;
}

/** The one unit a person would say; minutes ride along only under six hours. */
export function span(milliseconds: number): Span {
  const size = Math.abs(milliseconds);
  if (size < HOUR) return { unit: "minute", count: Math.max(1, Math.round(size / MINUTE)), minutes: 0 };
  if (size < 2 * DAY) return { unit: "hour", count: Math.floor(size / HOUR), minutes: Math.floor((size % HOUR) / MINUTE) };
  return { unit: "day", count: Math.floor(size / DAY), minutes: 0 };
}

const numbers = new Map<string, Intl.NumberFormat>();

function numberFormatter(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${tag(locale)} ${JSON.stringify(options)}`;
  const known = numbers.get(key) ?? new Intl.NumberFormat(tag(locale), options);
  numbers.set(key, known);
  return known;
}

export function number(value: number, locale: Locale, digits?: number): string {
  const options = digits === undefined ? { maximumFractionDigits: 2 } : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return numberFormatter(locale, options).format(value);
}

/** Rupees of a lakh and more in lakh, everything else in the currency's own form. Never breaks across lines. */
export function money(amount: number, currency: string, locale: Locale, lakhWord: string): string {
  if (currency === "INR" && Math.abs(amount) >= 100_000) {
    return `₹${number(Math.round(amount / 1000) / 100, locale)}${NBSP}${lakhWord}`;
  }
  return numberFormatter(locale, { style: "currency", currency, maximumFractionDigits: 0 })
    .format(amount).replaceAll(" ", NBSP);
}

export function isoLocal(instant: Date, locale: Locale): string {
  const p = parts(instant, { ...locale, language: "en" }, {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}

/** "2026-11-23T17:00" as written in the institution's zone, as an instant. */
export function fromLocal(text: string, locale: Locale): Date {
  const asUtc = new Date(`${text}:00Z`);
  const offset = new Date(`${isoLocal(asUtc, locale)}:00Z`).getTime() - asUtc.getTime();
  const guess = new Date(asUtc.getTime() - offset);
  // Once more at the guess itself: across a clock change the first offset is off by an hour.
  const second = new Date(`${isoLocal(guess, locale)}:00Z`).getTime() - guess.getTime();
  return new Date(asUtc.getTime() - second);
}
