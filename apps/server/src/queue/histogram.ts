import type { Percentiles } from "@pushpals/protocol";

/** Buckets per doubling: a bound of 9 % on the error of a percentile. */
const STEPS = 8;
const SIZE = 28 * STEPS;

const bucketOf = (value: number): number =>
  Math.min(SIZE - 1, Math.max(0, Math.round(Math.log2(Math.max(0, value) + 1) * STEPS)));
const middleOf = (bucket: number): number => Math.round(2 ** (bucket / STEPS) - 1);

/** Spans of time counted on a logarithmic scale: any number of samples in the same small memory. */
export class Histogram {
  readonly #buckets = new Map<number, number>();
  #total = 0;

  add(value: number): void {
    this.#put(bucketOf(value), 1);
  }

  /** Adds, or with -1 takes away, all that another one counted. */
  merge(other: Histogram, sign: 1 | -1): void {
    for (const [bucket, count] of other.#buckets) this.#put(bucket, sign * count);
  }

  percentiles(): Percentiles {
    return { p50: this.#at(0.5), p95: this.#at(0.95) };
  }

  #put(bucket: number, count: number): void {
    const left = (this.#buckets.get(bucket) ?? 0) + count;
    if (left > 0) this.#buckets.set(bucket, left);
    else this.#buckets.delete(bucket);
    this.#total += count;
  }

  #at(share: number): number | null {
    if (this.#total <= 0) return null;
    let left = Math.ceil(this.#total * share);
    const sorted = [...this.#buckets].sort(([a], [b]) => a - b);
    for (const [bucket, count] of sorted) {
      left -= count;
      if (left <= 0) return middleOf(bucket);
    }
    return null;
  }
}
