import { expect, test } from "bun:test";
import { placeAfter } from "./place";

const ids = (count: number) => Array.from({ length: count }, (_, n) => `job-${n}`);

test("nothing overlaps: the job is free", () => expect(placeAfter([])).toEqual({ kind: "free" }));

test("it comes after everything that overlaps, each once", () => {
  expect(placeAfter(["b", "a", "b"])).toEqual({ kind: "after", jobIds: ["b", "a"] });
  expect(placeAfter(ids(1_000))).toMatchObject({ kind: "after" });
});

test("more than a job can wait for is never cut short: that would lose the order", () => {
  expect(placeAfter(ids(1_001))).toEqual({ kind: "too_many", count: 1_001 });
});
