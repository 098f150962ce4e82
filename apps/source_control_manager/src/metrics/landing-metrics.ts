/** Landings whose times are kept. */
const WINDOW = 1_000;

export interface LandingFigures {
  landed: number;
  rejected: number;
  /** Milliseconds from the claim to the proof on the remote, over the last 1,000 landings; null without any. */
  landingMs: { p50: number | null; p95: number | null };
  checkRuns: number;
  /** Runs of the checks for each completion that landed; null while none did. */
  checksPerLanding: number | null;
  /** Changes that were rejected because the checks were red with them and green without. */
  culprits: number;
  /** Red runs that did not hold: the same tree was green when run again. */
  flakes: number;
  batches: number;
}

/** What this daemon has done since it started. */
export class LandingMetrics {
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
