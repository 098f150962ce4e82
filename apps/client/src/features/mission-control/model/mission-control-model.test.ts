import { describe, expect, test } from "bun:test";
import type { SystemStatus, WorkerRow } from "@pushpals/protocol";
import { healthOf, percent } from "./health";
import { type Bucket, chartSentence, latencyChart, outcomeBars } from "./series-chart";

const HALF_HOUR = 1_800_000;
const SIZE = { width: 480, height: 100 };
const bucket = (index: number, p50: number | null, finished = p50 === null ? 0 : 4): Bucket => ({
  ts: index * HALF_HOUR,
  finished,
  succeeded: Math.max(0, finished - 1),
  timedOut: 0,
  queueWaitMs: { p50, p95: p50 === null ? null : p50 * 2 },
  runtimeMs: { p50: null, p95: null },
});

describe("the day as a chart", () => {
  const buckets = [bucket(0, 100), bucket(1, 200), bucket(2, null), bucket(3, 50), bucket(4, null)];

  test("lines stay inside, break where nothing was measured, and a lone stretch is a dot", () => {
    const chart = latencyChart(buckets, "queueWaitMs", HALF_HOUR, SIZE);
    expect(chart.p50.match(/M/g)).toHaveLength(2);
    expect(chart.dots).toHaveLength(2);
    const numbers = [...`${chart.p50}${chart.p95}${chart.band}`.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)];
    expect(numbers.length).toBeGreaterThan(4);
    for (const [, x, y] of numbers) {
      expect(Number(x)).toBeGreaterThanOrEqual(0);
      expect(Number(x)).toBeLessThanOrEqual(SIZE.width);
      expect(Number(y)).toBeGreaterThanOrEqual(0);
      expect(Number(y)).toBeLessThanOrEqual(SIZE.height);
    }
    expect(chart.ticks[0]).toEqual({ y: 100, label: "0" });
  });

  test("a day without an end is empty, not a line at zero", () => {
    const chart = latencyChart(buckets, "runtimeMs", HALF_HOUR, SIZE);
    expect(chart).toMatchObject({ empty: true, p50: "", p95: "", dots: [] });
    expect(latencyChart([], "runtimeMs", HALF_HOUR, SIZE).empty).toBe(true);
    expect(chartSentence("Waits", { p50: null, p95: null }, 0)).toContain("nothing ended");
  });

  test("bars stand on the floor, failures above what went well", () => {
    const [first, , none] = outcomeBars(buckets, HALF_HOUR, SIZE);
    expect(first?.good.y).toBeCloseTo(100 - (first?.good.height ?? 0));
    expect((first?.bad.y ?? 0) + (first?.bad.height ?? 0)).toBeCloseTo(first?.good.y ?? 0);
    expect(none?.good.height).toBe(0);
  });
});

describe("health", () => {
  const worker = (role: WorkerRow["role"], more: Partial<WorkerRow> = {}): WorkerRow => ({
    workerId: role,
    role,
    status: "idle",
    itemId: null,
    lanes: [],
    sandbox: "process",
    labels: [],
    pid: 1,
    lastSeenAt: 0,
    online: true,
    ...more,
  });
  const status = (workers: WorkerRow[], pending = 0, landing: object | null = null) =>
    ({ workers, ts: 60_000, queues: { jobs: { counts: { pending } } }, landing }) as unknown as SystemStatus;
  const team = [worker("workerpal"), worker("remotebuddy"), worker("source_control_manager")];

  test("is well when all are there", () => {
    expect(healthOf(status(team))).toEqual({ tone: "good", title: "All well, 1 worker online", problems: [] });
    expect(healthOf(status(team.slice(1)))).toMatchObject({ tone: "good" });
  });

  test("says who is missing, and what that means", () => {
    expect(healthOf(status(team.slice(1), 2)).problems).toEqual(["No worker is online, and 2 jobs wait."]);
    expect(healthOf(status(team.slice(0, 2))).tone).toBe("bad");
    const away = [...team, worker("workerpal", { workerId: "w9", online: false })];
    expect(healthOf(status(away)).problems).toEqual(["w9 was last heard of 1 min ago."]);
    expect(healthOf(status([...team, worker("workerpal", { reason: "the disk is full" })])).problems[0]).toContain(
      "disk is full",
    );
    expect(healthOf(status([...team, worker("workerpal", { sandbox: "none" })])).tone).toBe("attention");
  });

  test("landings that are paused or stopped are told with their reason", () => {
    const reason = { code: "remote_unavailable", message: "The remote is away.", since: 0 };
    expect(healthOf(status(team, 0, { state: "paused", reason }))).toMatchObject({
      tone: "attention",
      problems: ["Landings are paused: The remote is away."],
    });
    expect(healthOf(status(team, 0, { state: "stopped", reason })).tone).toBe("bad");
  });

  test("shares are not rounded up to a hundred", () => {
    expect([null, 0, 0.5, 0.996, 0.9999, 1].map(percent)).toEqual(["–", "0 %", "50 %", "99.6 %", "99.9 %", "100 %"]);
  });
});
