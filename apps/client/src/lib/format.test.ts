import { expect, test } from "bun:test";
import { size } from "./format";

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
