import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { CountedList } from "./counted-list";
import { Histogram } from "./histogram";
import { ServiceTimes } from "./service-times";
import { SloWindow } from "./slo-window";

describe("counted list", () => {
  test("agrees with a sorted array", () => {
    const change = fc.tuple(fc.boolean(), fc.nat(3_000));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3_000, size: "max" }), fc.nat(3_000), (changes, probe) => {
        const list = new CountedList();
        const plain = new Set<number>();
        for (const [add, value] of changes) {
          if (add) list.add(value);
          else list.delete(value);
          if (add) plain.add(value);
          else plain.delete(value);
        }
        const sorted = [...plain].sort((a, b) => a - b);
        expect(list.size).toBe(sorted.length);
        expect(list.first(50)).toEqual(sorted.slice(0, 50));
        expect(list.rank(probe)).toBe(sorted.filter((value) => value < probe).length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("service level", () => {
  const sample = { succeeded: true, timedOut: false, waitMs: 100, runMs: 2_000, etaErrorMs: null };

  test("percentiles are within a tenth of the truth", () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 10_000; value += 1) histogram.add(value);
    const { p50, p95 } = histogram.percentiles();
    expect(Math.abs((p50 ?? 0) / 5_000 - 1)).toBeLessThan(0.1);
    expect(Math.abs((p95 ?? 0) / 9_500 - 1)).toBeLessThan(0.1);
  });

  test("forgets what is older than a day, minute by minute", () => {
    const window = new SloWindow();
    const minute = 60_000;
    const start = 1_000_000 * minute;
    window.add({ ...sample, at: start });
    window.add({ ...sample, at: start + 10 * minute, succeeded: false, timedOut: true });
    expect(window.summary(start + 20 * minute)).toMatchObject({ finished: 2, successRate: 0.5, timeoutRate: 0.5 });
    expect(window.summary(start + 1_440 * minute)).toMatchObject({ finished: 1, successRate: 0, timeoutRate: 1 });
    expect(window.summary(start + 1_450 * minute)).toMatchObject({ finished: 0, successRate: null });
    expect(window.summary(start + 9_999 * minute).queueWaitMs).toEqual({ p50: null, p95: null });
  });
});

describe("expected wait", () => {
  test("comes from measured times, and is shared by those who serve", () => {
    const times = new ServiceTimes();
    expect(times.eta("jobs", "task.execute", 1, 0, 0)).toBe(15_000);
    for (let n = 0; n < 50; n += 1) times.record(1, "task.execute", 4_000);
    expect(times.eta("jobs", "task.execute", 3, 0, 0)).toBe(10_000);
    times.seen(1, "w1", 0);
    times.seen(1, "w2", 0);
    expect(times.eta("jobs", "task.execute", 3, 0, 0)).toBe(5_000);
    expect(times.eta("jobs", "task.execute", 2, 2, 0)).toBe(0);
    expect(times.eta("jobs", "task.execute", 3, 0, 60_001)).toBe(10_000);
  });
});
