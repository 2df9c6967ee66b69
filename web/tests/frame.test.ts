import { describe, expect, test } from "vitest";
import { perPlace } from "@/features/notifications/places";
import { keyOf, wordsOf } from "@/features/notifications/words";
import { screenOf } from "@/features/help/screens";
import { fit, ranked, scopeOf } from "@/features/palette/rank";
import { nameOf, step } from "@/shared/keys/match";
import { visited } from "@/shared/ui/visited";
import guide from "@/shared/i18n/en/help.json";

describe("keys", () => {
  const known = ["g h", "g j", "j", "?", "Shift+x"];
  test("two keys after one another are one shortcut", () => {
    expect(step("", "g", known)).toEqual({ hit: null, pending: "g" });
    expect(step("g", "j", known)).toEqual({ hit: "g j", pending: "" });
  });
  test("a second key that leads nowhere is taken for itself", () => {
    expect(step("g", "?", known)).toEqual({ hit: "?", pending: "" });
    expect(step("g", "q", known)).toEqual({ hit: null, pending: "" });
  });
  test("a letter is itself under caps lock and in another script", () => {
    expect(nameOf({ key: "J", shiftKey: false, code: "KeyJ" })).toBe("j");
    expect(nameOf({ key: "X", shiftKey: true, code: "KeyX" })).toBe("Shift+x");
    expect(nameOf({ key: "र", shiftKey: false, code: "KeyJ" })).toBe("j");
    expect(nameOf({ key: "?", shiftKey: true, code: "Slash" })).toBe("?");
    expect(nameOf({ key: "Enter", shiftKey: false })).toBe("Enter");
  });
});

describe("palette", () => {
  test("a sign in front chooses what is searched", () => {
    expect(scopeOf("> dark")).toEqual({ scope: "actions", typed: "dark" });
    expect(scopeOf("@asha")).toEqual({ scope: "people", typed: "asha" });
    expect(scopeOf(" #backend ")).toEqual({ scope: "jobs", typed: "backend" });
    expect(scopeOf("asha")).toEqual({ scope: "all", typed: "asha" });
  });
  test("what begins with the words comes first, accents and nukta do not matter", () => {
    expect(ranked([{ id: "1", label: "Read in English" }, { id: "2", label: "English" }, { id: "3", label: "Jobs" }], "eng").map((one) => one.id)).toEqual(["2", "1"]);
    expect(fit("Résumé", "resume")).toBe(3);
    expect(fit("लड़का", "लडका")).toBe(3);
    expect(fit("Switch to dark", "dark switch")).toBe(1);
    expect(fit("Jobs", "xyz")).toBe(0);
  });
  test("visited pages: the newest first, each once", () => {
    const before = ["/a", "/b", "/c"].map((path) => ({ path, title: path }));
    expect(visited(before, { path: "/c", title: "C" }).map((one) => one.path)).toEqual(["/c", "/a", "/b"]);
  });
});

describe("notifications", () => {
  const say = (key: string, values?: Record<string, unknown>) => `${key} ${JSON.stringify(values ?? {})}`;
  test("the cause is told rather than the status it led to", () => {
    expect(keyOf({ event: "application.moved", facts: { status: "OFFER_DECLINED", cause: "lapsed" }, title: "" })).toBe("moved.lapsed");
    expect(keyOf({ event: "application.moved", facts: { status: "PLACED" }, title: "" })).toBe("moved.PLACED");
  });
  test("an event without words here is said in the server's", () => {
    expect(wordsOf({ event: "weather.changed", facts: {}, title: "It rains" }, say, String).title).toBe("It rains");
  });
  test("an offer says until when, a refusal why", () => {
    expect(wordsOf({ event: "application.moved", facts: { status: "OFFER_RELEASED", deadline_at: "X" }, title: "" }, say, (iso) => `at ${iso}`).more).toContain("at X");
    expect(wordsOf({ event: "job.declined", facts: { reason: "No pay named" }, title: "" }, say, String).more).toBe("No pay named");
  });
  test("unread items count where they lead", () => {
    expect(perPlace(["/jobs/1", "/jobs/1/applicants", "/applications/2/offer", "/jobsearch", "/corrections"], ["/", "/jobs", "/applications", "/students"]))
      .toEqual({ "/jobs": 1, "/applications": 2, "/students": 1 });
  });
});

test("every screen has its guide", () => {
  for (const view of ["student", "office", "recruiter", "other"] as const) {
    for (const path of ["/", "/jobs", "/jobs/1", "/jobs/new", "/jobs/1/edit", "/jobs/1/applicants", "/applications", "/applications/1", "/applications/1/offer", "/students", "/students/1", "/students/import", "/companies", "/people", "/audit", "/me", "/notifications", "/tasks/1", "/elsewhere"]) {
      expect(Object.keys(guide.guide), path).toContain(screenOf(path, view));
    }
  }
});
