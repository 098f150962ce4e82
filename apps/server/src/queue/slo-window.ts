import type { Slo } from "@pushpals/protocol";
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

  subtract(other: Tally): void {
    this.finished -= other.finished;
    this.succeeded -= other.succeeded;
    this.timedOut -= other.timedOut;
    this.wait.merge(other.wait, -1);
    this.run.merge(other.run, -1);
    this.etaError.merge(other.etaError, -1);
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

  /** Lets go of the minutes that fell out of the window since the last time. */
  #drop(now: number): void {
    if (now <= this.#droppedUpTo) return;
    const from = Math.max(this.#droppedUpTo, now - SLOTS);
    for (let minute = from + 1; minute <= now; minute += 1) {
      const slot = this.#slots[minute % SLOTS];
      if (!slot || slot.minute > now - SLOTS) continue;
      this.#total.subtract(slot);
      this.#slots[minute % SLOTS] = undefined;
    }
    this.#droppedUpTo = now;
  }
}
