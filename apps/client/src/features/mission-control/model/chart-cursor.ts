import { span } from "@pushpals/sdk";
import { type Bucket, clock } from "./series-chart";

export type { Bucket };

/** Which stretch lies under a place of the chart. */
export const bucketAt = (x: number, width: number, count: number): number | null =>
  count === 0 ? null : Math.max(0, Math.min(count - 1, Math.floor((x / width) * count)));

/**
 * Where a key leads to from a stretch: to its neighbour, or to the first and the last in which something ended. Null
 * where the key means nothing here.
 */
export function moved(buckets: readonly Bucket[], at: number | null, key: string): number | null {
  const last = buckets.length - 1;
  if (last < 0) return null;
  const ended = (bucket: Bucket): boolean => bucket.finished > 0;
  if (key === "Home") return Math.max(0, buckets.findIndex(ended));
  const latest = buckets.findLastIndex(ended);
  const end = latest < 0 ? last : latest;
  if (key === "End") return end;
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(0, (at ?? end + 1) - 1);
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(last, (at ?? end - 1) + 1);
  return null;
}

/** Its time: "14:00 to 14:30". */
export const stretchOf = ({ ts }: Bucket, bucketMs: number): string => `${clock(ts)} to ${clock(ts + bucketMs)}`;

/** How many ended in it, and how. */
export function outcomeWords({ finished, succeeded, timedOut }: Bucket): string {
  if (finished === 0) return "nothing ended";
  const failed = finished - succeeded;
  const late = timedOut > 0 ? `, ${timedOut} out of time` : "";
  return `${finished} ended, ${failed === 0 ? "all well" : `${failed} failed`}${late}`;
}

/** How long it took in it. */
export function latencyWords(bucket: Bucket, of: "queueWaitMs" | "runtimeMs"): string {
  const { p50, p95 } = bucket[of];
  return p50 === null || p95 === null ? "nothing ended" : `p50 ${span(p50)}, p95 ${span(p95)}`;
}
