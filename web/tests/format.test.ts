import { describe, expect, test } from "vitest";
import { daysApart, fromLocal, isoLocal, type Locale, money, span, urgency, zoneName } from "@/shared/i18n/format";

const india: Locale = { language: "en", zone: "Asia/Kolkata", currency: "INR" };
const tanzania: Locale = { language: "en", zone: "Africa/Dar_es_Salaam", currency: "TZS" };
const newYork: Locale = { language: "en", zone: "America/New_York", currency: "USD" };

describe("money", () => {
  test("rupees of a lakh and more are said in lakh, without a break", () => {
    expect(money(1_450_000, "INR", india, "lakh")).toBe("₹14.5\u00a0lakh");
    expect(money(1_200_000, "INR", india, "lakh")).toBe("₹12\u00a0lakh");
  });
  test("smaller amounts and other currencies keep their own form", () => {
    expect(money(45_000, "INR", india, "lakh")).toBe("₹45,000");
    expect(money(900_000, "TZS", tanzania, "lakh")).toContain("900,000");
  });
});

describe("time", () => {
  test("a deadline typed in the institution's zone is that instant, whatever the browser's zone", () => {
    expect(fromLocal("2026-11-23T23:59", india).toISOString()).toBe("2026-11-23T18:29:00.000Z");
    expect(fromLocal("2026-11-23T23:59", tanzania).toISOString()).toBe("2026-11-23T20:59:00.000Z");
  });
  test("an instant survives the way into the field and back, also on the day the clock changes", () => {
    for (const iso of ["2026-03-08T12:00:00.000Z", "2026-11-01T12:00:00.000Z", "2026-07-01T00:30:00.000Z"]) {
      expect(fromLocal(isoLocal(new Date(iso), newYork), newYork).toISOString()).toBe(iso);
    }
  });
  test("zones are named even where the browser only knows an offset", () => {
    expect(zoneName(new Date(), india)).toBe("IST");
    expect(zoneName(new Date(), tanzania)).toBe("EAT");
  });
  test("days are counted in the institution's zone", () => {
    const evening = new Date("2026-11-21T18:00:00Z"); // 23:30 in India
    expect(daysApart(evening, new Date("2026-11-21T19:00:00Z"), india)).toBe(1);
    expect(daysApart(evening, new Date("2026-11-21T19:00:00Z"), tanzania)).toBe(0);
  });
  test("red today and under 24 hours, amber under 48, grey beyond", () => {
    const now = new Date("2026-11-21T06:00:00Z");
    expect(urgency(new Date("2026-11-21T17:00:00Z"), now, india)).toBe("now");
    expect(urgency(new Date("2026-11-22T12:00:00Z"), now, india)).toBe("soon");
    expect(urgency(new Date("2026-11-25T12:00:00Z"), now, india)).toBe("later");
    expect(urgency(new Date("2026-11-21T05:00:00Z"), now, india)).toBe("past");
  });
  test("distances use the one unit a person would say", () => {
    expect(span(30 * 60_000)).toMatchObject({ unit: "minute", count: 30 });
    expect(span(5.65 * 3_600_000)).toMatchObject({ unit: "hour", count: 5, minutes: 39 });
    expect(span(-4 * 86_400_000)).toMatchObject({ unit: "day", count: 4 });
  });
});
