import type { Percentiles } from "@pushpals/protocol";
import { span } from "@pushpals/sdk";
import { scaleLinear, scaleTime } from "d3-scale";
import { area, curveMonotoneX, line } from "d3-shape";

/** One stretch of the last day. Percentiles in milliseconds; null where nothing ended in it. */
export interface Bucket {
  ts: number;
  finished: number;
  succeeded: number;
  timedOut: number;
  queueWaitMs: Percentiles;
  runtimeMs: Percentiles;
}

export interface Size {
  width: number;
  height: number;
}

/** What a chart of p50 and p95 is drawn of, as SVG paths within its size. */
export interface LatencyChart {
  p50: string;
  p95: string;
  /** From p50 up to p95. */
  band: string;
  /** Stretches with nothing before and after: a line has no length there. */
  dots: { x: number; y: number; series: "p50" | "p95" }[];
  ticks: { y: number; label: string }[];
  hours: { x: number; label: string }[];
  empty: boolean;
}

const TOP = 8;
const TICKS = 3;

type Point = { x: number; p50: number; p95: number } | null;

/** Waits or runtimes over the day. Lines are broken where nothing ended: nothing is drawn that was not measured. */
export function latencyChart(
  buckets: readonly Bucket[],
  of: "queueWaitMs" | "runtimeMs",
  bucketMs: number,
  size: Size,
): LatencyChart {
  const x = timeScale(buckets, bucketMs, size);
  const highest = Math.max(0, ...buckets.map((bucket) => bucket[of].p95 ?? 0));
  const y = scaleLinear()
    .domain([0, highest || 1])
    .nice(TICKS)
    .range([size.height, TOP]);
  const points = buckets.map((bucket): Point => {
    const { p50, p95 } = bucket[of];
    return p50 === null || p95 === null ? null : { x: x(bucket.ts + bucketMs / 2), p50: y(p50), p95: y(p95) };
  });
  const path = (of: "p50" | "p95") =>
    line<Point>()
      .defined((point) => point !== null)
      .x((point) => point?.x ?? 0)
      .y((point) => point?.[of] ?? 0)
      .curve(curveMonotoneX)(points) ?? "";
  const band = area<Point>()
    .defined((point) => point !== null)
    .x((point) => point?.x ?? 0)
    .y0((point) => point?.p50 ?? 0)
    .y1((point) => point?.p95 ?? 0)
    .curve(curveMonotoneX)(points);
  return {
    p50: path("p50"),
    p95: path("p95"),
    band: band ?? "",
    dots: points.flatMap((point, index) => {
      if (!point || points[index - 1] || points[index + 1]) return [];
      return (["p95", "p50"] as const).map((series) => ({ x: point.x, y: point[series], series }));
    }),
    ticks: y.ticks(TICKS).map((value) => ({ y: y(value), label: value === 0 ? "0" : span(value) })),
    hours: hourTicks(x, size),
    empty: points.every((point) => point === null),
  };
}

export interface OutcomeBar {
  key: number;
  x: number;
  width: number;
  /** Heights from the floor up: what went well, then what did not. */
  good: { y: number; height: number };
  bad: { y: number; height: number };
}

/** How many ended well and not, one bar a stretch. */
export function outcomeBars(buckets: readonly Bucket[], bucketMs: number, size: Size): OutcomeBar[] {
  const x = timeScale(buckets, bucketMs, size);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.finished));
  const y = scaleLinear()
    .domain([0, most])
    .range([0, size.height - TOP]);
  const slot = size.width / Math.max(1, buckets.length);
  return buckets.map(({ ts, finished, succeeded }) => {
    const good = y(succeeded);
    const bad = y(finished - succeeded);
    return {
      key: ts,
      x: x(ts) + slot * 0.14,
      width: slot * 0.72,
      good: { y: size.height - good, height: good },
      bad: { y: size.height - good - bad, height: bad },
    };
  });
}

const timeScale = (buckets: readonly Bucket[], bucketMs: number, { width }: Size) => {
  const first = buckets[0]?.ts ?? 0;
  const last = (buckets.at(-1)?.ts ?? 0) + bucketMs;
  return scaleTime().domain([first, last]).range([0, width]);
};

const LABEL_WIDTH = 70;

function hourTicks(x: ReturnType<typeof timeScale>, { width }: Size): LatencyChart["hours"] {
  return x
    .ticks(Math.max(2, Math.min(6, Math.floor(width / LABEL_WIDTH))))
    .map((date) => ({ x: x(date), label: clock(date.getTime()) }))
    .filter((tick) => tick.x > LABEL_WIDTH / 3 && tick.x < width - LABEL_WIDTH / 3);
}

/** Hour and minute of this device. */
export const clock = (ts: number): string => {
  const date = new Date(ts);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
};

/** The day in one sentence, for those who do not see the chart. */
export function chartSentence(name: string, values: Percentiles, finished: number): string {
  if (values.p50 === null || values.p95 === null) return `${name}: nothing ended in the last 24 hours.`;
  return `${name} over the last 24 hours: half within ${span(values.p50)}, 95 % within ${span(values.p95)}, of ${finished}.`;
}
