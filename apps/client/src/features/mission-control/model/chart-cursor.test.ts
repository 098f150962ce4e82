import { describe, expect, test } from "bun:test";
import { type Bucket, bucketAt, latencyWords, moved, outcomeWords, stretchOf } from "./chart-cursor";

const HALF_HOUR = 1_800_000;
const bucket = (index: number, finished: number): Bucket => ({
  ts: new Date(2026, 0, 1, 14).getTime() + index * HALF_HOUR,
  finished,
  succeeded: Math.max(0, finished - 1),
  timedOut: finished > 4 ? 1 : 0,
  queueWaitMs: finished === 0 ? { p50: null, p95: null } : { p50: 40, p95: 1_500 },
  runtimeMs: { p50: null, p95: null },
});
const day = [0, 3, 0, 5, 0].map((finished, index) => bucket(index, finished));

describe("one stretch of a chart", () => {
  test("is the one under the pointer, the outermost ones beyond the edges, none of an empty day", () => {
    expect([-5, 0, 99, 100, 499, 500, 900].map((x) => bucketAt(x, 500, 5))).toEqual([0, 0, 0, 1, 4, 4, 4]);
    expect(bucketAt(10, 500, 0)).toBeNull();
  });

  test("is gone to by keys: neighbours, and the outermost ones in which something ended", () => {
    expect(moved(day, null, "End")).toBe(3);
    expect(moved(day, null, "Home")).toBe(1);
    expect(moved(day, 3, "ArrowLeft")).toBe(2);
    expect(moved(day, 0, "ArrowLeft")).toBe(0);
    expect(moved(day, 4, "ArrowRight")).toBe(4);
    expect(moved(day, null, "ArrowRight")).toBe(3);
    expect(moved(day, 3, "x")).toBeNull();
    expect(moved([], null, "End")).toBeNull();
    expect(moved([bucket(0, 0), bucket(1, 0)], null, "End")).toBe(1);
  });

  test("says its time, what ended in it, and how long that took", () => {
    expect(stretchOf(bucket(1, 3), HALF_HOUR)).toBe("14:30 to 15:00");
    expect([0, 1, 5].map((finished) => outcomeWords(bucket(0, finished)))).toEqual([
      "nothing ended",
      "1 ended, 1 failed",
      "5 ended, 1 failed, 1 out of time",
    ]);
    expect(outcomeWords({ ...bucket(0, 2), succeeded: 2 })).toBe("2 ended, all well");
    expect(latencyWords(bucket(0, 3), "queueWaitMs")).toBe("p50 40 ms, p95 1.5 s");
    expect(latencyWords(bucket(0, 0), "queueWaitMs")).toBe("nothing ended");
  });
});
