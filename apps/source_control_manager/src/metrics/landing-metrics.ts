import type { LandingFigures } from "@pushpals/protocol";

/** Landings whose times are kept. */
const WINDOW = 1_000;

/** What this daemon has done since it started. */
export class LandingMetrics {
  readonly #since = Date.now();
  #landed = 0;
  #rejected = 0;
  #checkRuns = 0;
  #culprits = 0;
  #flakes = 0;
  #batches = 0;
  readonly #times: number[] = [];

  landed(ms: number): void {
    this.#landed += 1;
    this.#times.push(ms);
    if (this.#times.length > WINDOW) this.#times.shift();
  }
  rejected(): void {
    this.#rejected += 1;
  }
  checkRun(): void {
    this.#checkRuns += 1;
  }
  culprit(): void {
    this.#culprits += 1;
  }
  flake(): void {
    this.#flakes += 1;
  }
  batch(): void {
    this.#batches += 1;
  }

  figures(): LandingFigures {
    const sorted = [...this.#times].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
    return {
      since: this.#since,
      landed: this.#landed,
      rejected: this.#rejected,
      landingMs: { p50: at(0.5), p95: at(0.95) },
      checkRuns: this.#checkRuns,
      checksPerLanding: this.#landed === 0 ? null : this.#checkRuns / this.#landed,
      culprits: this.#culprits,
      flakes: this.#flakes,
      batches: this.#batches,
    };
  }
}
