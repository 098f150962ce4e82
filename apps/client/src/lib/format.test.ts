import { expect, test } from "bun:test";
import { ago, size } from "./format";

const NOW = Date.UTC(2026, 10, 25, 12);
const MIN = 60_000;
const HOUR = 60 * MIN;

test("how long ago, in one figure", () => {
  expect(ago(NOW - 5_000, NOW)).toBe("now");
  // Clocks of two machines differ.
  expect(ago(NOW + 5_000, NOW)).toBe("now");
  expect(ago(NOW - MIN, NOW)).toBe("1 min");
  expect(ago(NOW - 59 * MIN - 59_000, NOW)).toBe("59 min");
  expect(ago(NOW - HOUR, NOW)).toBe("1 h");
  expect(ago(NOW - 25 * HOUR, NOW)).toBe("1 d");
  expect(ago(NOW - 400 * 24 * HOUR, NOW)).toContain("2025");
});

test("bytes in the unit that keeps them short", () => {
  expect([0, 999, 4_200, 42_000, 1_300_000, 5e12].map(size)).toEqual([
    "0 B",
    "999 B",
    "4.2 kB",
    "42 kB",
    "1.3 MB",
    "5000 GB",
  ]);
});
