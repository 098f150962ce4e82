import { expect, test } from "bun:test";
import { oneLine, ordinal, some, span } from "./words";

test("spans of time", () => {
  expect([0, 999, 1_000, 2_449, 60_000, 200_000, 3_600_000, 7_500_000].map(span)).toEqual([
    "0 ms",
    "999 ms",
    "1 s",
    "2.4 s",
    "1 min",
    "3 min 20 s",
    "1 h",
    "2 h 5 min",
  ]);
});

test("ordinals", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 112, 122].map(ordinal).join(" ")).toBe(
    "1st 2nd 3rd 4th 11th 12th 13th 21st 112th 122nd",
  );
});

test("lists and lines are cut where they are too long", () => {
  expect(some(["a", "b", "c"], 2)).toBe("a, b and 1 more");
  expect(some(["a"], 2)).toBe("a");
  expect(some(["a", "b"], 2, 9)).toBe("a, b and 7 more");
  expect(oneLine("a\n  b  c", 4)).toBe("a b…");
});
