import { expect, test } from "vitest";
import { centred, dragged, partOf } from "@/features/identity/crop";

const wide = { width: 1600, height: 900 };

test("at first the middle is kept, as much of it as fits", () => {
  expect(partOf(wide, centred)).toEqual({ left: 350, top: 0, side: 900 });
});

test("no part lies beyond the picture's edge", () => {
  for (const zoom of [1, 2.5, 4]) {
    for (const x of [-1, 0, 0.3, 1, 2]) {
      const { left, top, side } = partOf(wide, { zoom, x, y: x });
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(left + side).toBeLessThanOrEqual(wide.width);
      expect(top + side).toBeLessThanOrEqual(wide.height);
    }
  }
});

test("the picture follows the finger, and stops at its edge without remembering the rest of the way", () => {
  const moved = dragged(wide, centred, 0.1, 0.5);
  expect(partOf(wide, moved)).toEqual({ left: 260, top: 0, side: 900 });
  const edge = dragged(wide, dragged(wide, centred, 9, 0), -0.1, 0);
  expect(partOf(wide, edge).left).toBeCloseTo(90);
});
