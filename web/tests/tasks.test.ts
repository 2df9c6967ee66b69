import { expect, test } from "vitest";
import { left, share } from "@/features/tasks/left";

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
const task = (done: number, total: number | null = 1000) => ({ done, total, started_at: at(0).toISOString() });

test("what is left is a range, and only told once the rate says something", () => {
  expect(left(task(10), at(10))).toBeNull();
  expect(left(task(500, null), at(10))).toBeNull();
  expect(left(task(500), at(50))).toEqual({ from: 40, to: 65 });
  expect(left(task(1000), at(50))).toBeNull();
});

test("percent is whole and never promises the end before it", () => {
  expect(share(task(999))).toBe(99);
  expect(share(task(1))).toBe(0);
  expect(share(task(5, null))).toBeNull();
});
