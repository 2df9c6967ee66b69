import { expect, test } from "vitest";
import { movesOf, named, onward } from "@/features/applications/bulk";
import type { Application } from "@/features/applications/types";
import { jobValues, numberOf, readInto } from "@/features/jobs/form";
import { safeNext } from "@/features/door/next";
import { fold } from "@/shared/flow/statuses";
import { pathOf } from "@/shared/form/submit";

test("numbers are read as people type them", () => {
  expect(numberOf("8,5")).toBe(8.5);
  expect(numberOf(" 7.25 ")).toBe(7.25);
  expect(numberOf("14 50 000")).toBe(1_450_000);
  expect(numberOf("14,50,000")).toBe(1_450_000);
  expect(numberOf("1,450,000")).toBe(1_450_000);
  expect(numberOf("")).toBeNull();
  expect(numberOf("eight")).toBeNaN();
});

test("the server's pointers name the form's fields", () => {
  expect(pathOf("/ctc_parts/0/amount")).toBe("ctc_parts.0.amount");
  expect(pathOf("/body/title")).toBe("title");
});

test("after signing in, only a place of our own is opened", () => {
  expect(safeNext("/jobs?q=x")).toBe("/jobs?q=x");
  for (const evil of ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)", undefined]) {
    expect(safeNext(evil)).toBe("/");
  }
});

test("the ten states fold into the five columns", () => {
  expect(fold({ APPLIED: 2, SELECTED: 1, SHORTLISTED: 4, PLACED: 1, REJECTED: 3 })).toEqual({ applied: 3, progress: 0, interview: 4, offer: 0, closed: 4 });
});

const locale = { language: "en", zone: "Asia/Kolkata", currency: "INR" };

test("what a text said fills the fields that nobody has written", () => {
  const before = { ...jobValues(null, locale), title: "My own words" };
  const fields = { title: "Engineer", min_cgpa: 7.5, branches: ["CSE"], deadline: "2026-12-12T17:00:00", bond_months: 24, currency: "INR", process: [{ name: "Test", date: null }] };
  const { values, filled } = readInto(before, fields, (name) => name === "title", locale);
  expect(filled.toSorted()).toEqual(["bond_months", "branches", "deadline", "min_cgpa", "process"]);
  expect(values).toMatchObject({ title: "My own words", min_cgpa: "7.5", branches: ["CSE"], deadline: "2026-12-12T17:00", bond_months: "24", process: [{ name: "Test", date: "" }] });
  expect(readInto(before, { deadline: "2026-12-12" }, () => false, locale).values.deadline).toBe("2026-12-12T23:59");
});

test("the step onwards is the one that most of the chosen can take", () => {
  const move = (name: string, kind: "primary" | "danger") => ({ name, kind, label: name, to: "SELECTED", needs: [], optional: [] });
  const row = (...moves: ReturnType<typeof move>[]) => ({ moves }) as unknown as Application;
  const moves = movesOf([row(move("select", "primary"), move("reject", "danger")), row(move("shortlist", "primary"), move("reject", "danger")), row(move("shortlist", "primary"))]);
  expect(onward(moves)?.name).toBe("shortlist");
  expect(named(moves, "reject")?.kind).toBe("danger");
  expect(onward(movesOf([row(move("reject", "danger"))]))).toBeUndefined();
});
