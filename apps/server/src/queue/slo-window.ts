import type { Slo, SloBucket } from "@pushpals/protocol";
import { Histogram } from "./histogram";

export const SLO_WINDOW_MS = 86_400_000;
const SLOT_MS = 60_000;
const SLOTS = SLO_WINDOW_MS / SLOT_MS;

/** How one item ended. Cancelled ones are no sample. */
export interface Sample {
  at: number;
  succeeded: boolean;
  timedOut: boolean;
  waitMs: number | null;
  runMs: number | null;
  etaErrorMs: number | null;
}

class Tally {
  finished = 0;
  succeeded = 0;
  timedOut = 0;
  readonly wait = new Histogram();
  readonly run = new Histogram();
  readonly etaError = new Histogram();

  constructor(readonly minute: number) {}

  add(sample: Sample): void {
    this.finished += 1;
    if (sample.succeeded) this.succeeded += 1;
    if (sample.timedOut) this.timedOut += 1;
    if (sample.waitMs !== null) this.wait.add(sample.waitMs);
    if (sample.runMs !== null) this.run.add(sample.runMs);
    if (sample.etaErrorMs !== null) this.etaError.add(sample.etaErrorMs);
  }

  /** Adds, or with -1 takes away, all that another one counted. */
  merge(other: Tally, sign: 1 | -1): void {
    this.finished += sign * other.finished;
    this.succeeded += sign * other.succeeded;
    this.timedOut += sign * other.timedOut;
    this.wait.merge(other.wait, sign);
    this.run.merge(other.run, sign);
    this.etaError.merge(other.etaError, sign);
  }
}

/** Service level of the last 24 hours in 1,440 slots of a minute, and their running total. */
export class SloWindow {
  readonly #slots: (Tally | undefined)[] = new Array(SLOTS);
  readonly #total = new Tally(0);
  /** All slots before this minute's window have been dropped from the total. */
  #droppedUpTo = 0;

  add(sample: Sample): void {
    const minute = Math.floor(sample.at / SLOT_MS);
    this.#drop(minute);
    if (minute <= this.#droppedUpTo - SLOTS) return;
    const index = minute % SLOTS;
    let slot = this.#slots[index];
    if (slot?.minute !== minute) {
      slot = new Tally(minute);
      this.#slots[index] = slot;
    }
    slot.add(sample);
    this.#total.add(sample);
  }

  summary(now: number): Slo {
    this.#drop(Math.floor(now / SLOT_MS));
    const total = this.#total;
    const share = (count: number) => (total.finished > 0 ? count / total.finished : null);
    return {
      windowMs: SLO_WINDOW_MS,
      finished: total.finished,
      successRate: share(total.succeeded),
      timeoutRate: share(total.timedOut),
      queueWaitMs: total.wait.percentiles(),
      runtimeMs: total.run.percentiles(),
      etaErrorMs: total.etaError.percentiles(),
    };
  }

  /** The window in so many equal parts, oldest first, those without a sample too. */
  series(now: number, count: number): SloBucket[] {
    const last = Math.floor(now / SLOT_MS);
    this.#drop(last);
    const first = last - SLOTS + 1;
    const parts = Array.from({ length: count }, () => new Tally(0));
    for (const slot of this.#slots)
      if (slot && slot.minute >= first) parts[Math.floor(((slot.minute - first) * count) / SLOTS)]?.merge(slot, 1);
    return parts.map(({ finished, succeeded, timedOut, wait, run }, index) => ({
      ts: first * SLOT_MS + Math.floor((index * SLO_WINDOW_MS) / count),
      finished,
      succeeded,
      timedOut,
      queueWaitMs: wait.percentiles(),
      runtimeMs: run.percentiles(),
    }));
  }

  /** Lets go of the minutes that fell out of the window since the last time. */
  #drop(now: number): void {
    if (now <= this.#droppedUpTo) return;
    const from = Math.max(this.#droppedUpTo, now - SLOTS);
    for (let minute = from + 1; minute <= now; minute += 1) {
      const slot = this.#slots[minute % SLOTS];
      if (!slot || slot.minute > now - SLOTS) continue;
      this.#total.merge(slot, -1);
      this.#slots[minute % SLOTS] = undefined;
    }
    this.#droppedUpTo = now;
  }
}
