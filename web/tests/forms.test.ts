import { expect, test } from "vitest";
import { numberOf } from "@/features/jobs/form";
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
