import { describe, expect, test } from "bun:test";
import { backoffMs, delay } from "./backoff";

describe("backoffMs", () => {
  test("doubles from the base to the limit, its upper half at random", () => {
    const limits = { baseMs: 250, maxMs: 15_000 };
    for (const [attempt, step] of [
      [0, 250],
      [1, 250],
      [2, 500],
      [6, 8_000],
      [7, 15_000],
      [5_000, 15_000],
    ] as const) {
      const waits = Array.from({ length: 50 }, () => backoffMs(attempt, limits));
      for (const wait of waits) expect(wait >= step / 2 && wait <= step).toBe(true);
      expect(new Set(waits).size).toBeGreaterThan(1);
    }
  });
});

describe("delay", () => {
  test("ends at once when aborted, before or meanwhile", async () => {
    await delay(60_000, AbortSignal.abort());
    const stop = new AbortController();
    const waiting = delay(60_000, stop.signal);
    stop.abort();
    await waiting;
    await delay(1, new AbortController().signal);
  });
});
