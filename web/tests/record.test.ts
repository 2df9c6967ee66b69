import { describe, expect, test } from "vitest";
import { changes, compare, etagOf, settle } from "@/shared/record/merge";
import { offerable } from "@/shared/form/draft";

const base = { name: "Asha", cgpa: "7.4", branch: "CSE", skills: ["SQL"] };

describe("two people changed one record", () => {
  const mine = { ...base, cgpa: "7.9", branch: "IT", skills: ["SQL", "Go"] };
  const theirs = { ...base, cgpa: "8.1", name: "Asha Rao", skills: ["SQL", "Go"] };

  test("only what both changed differently is asked", () => {
    expect(compare(base, mine, theirs)).toEqual({ clashes: ["cgpa"], theirs: ["name", "skills"], mine: ["branch"] });
  });
  test("what was chosen stands beside what only one of them changed", () => {
    expect(settle(base, mine, theirs, { cgpa: "mine" })).toEqual({ name: "Asha Rao", cgpa: "7.9", branch: "IT", skills: ["SQL", "Go"] });
    expect(settle(base, mine, theirs, {}).cgpa).toBe("8.1");
  });
  test("only changed fields are sent", () => {
    expect(changes(theirs, settle(base, mine, theirs, {}))).toEqual({ branch: "IT" });
  });
});

test("the ETag is the server's own writing of the moment, to the microsecond", () => {
  expect(etagOf("2026-11-21T12:18:46.12345+00:00")).toBe('"2026-11-21T12:18:46.123450+00:00"');
  expect(etagOf("2026-11-21T17:48:46+05:30")).toBe('"2026-11-21T12:18:46.000000+00:00"');
  expect(etagOf("2026-11-21T12:18:46.000001Z")).toBe('"2026-11-21T12:18:46.000001+00:00"');
});

describe("a draft", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const draft = (values: Record<string, unknown>, at = "2026-11-20T12:00:00Z") => offerable({ values, at }, { title: "", pay: "" }, now);
  test("is offered when it says something new", () => {
    expect(draft({ title: "Engineer" })?.values).toEqual({ title: "Engineer", pay: "" });
    expect(draft({ title: "", pay: "" })).toBeNull();
  });
  test("forgets fields that the form no longer has, and itself after a month", () => {
    expect(draft({ title: "Engineer", gone: "x" })?.values).toEqual({ title: "Engineer", pay: "" });
    expect(draft({ title: "Engineer" }, "2026-09-01T12:00:00Z")).toBeNull();
    expect(draft({ title: "Engineer" }, "never")).toBeNull();
  });
});
