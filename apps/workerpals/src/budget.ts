import type { AbortReason, WorkContext } from "@pushpals/shared/consume";
import { failed, type Outcome } from "./outcome";

const STOPPED: Record<AbortReason, string> = {
  cancelled: "The job was cancelled while it ran; all that it had started was stopped, and nothing of it is kept.",
  lease_lost: "The claim of the job was lost while it ran.",
  shutdown: "The worker was shut down while the job ran.",
};

/**
 * A span of time that several steps of a job share. Only the time inside of `spend` counts, so that validation can
 * follow the commit and still be paid from the execution budget.
 */
export class Budget {
  #leftMs: number;
  #runningSince: number | null = null;

  constructor(
    readonly code: "execution_timeout" | "finalization_timeout",
    readonly totalMs: number,
  ) {
    this.#leftMs = totalMs;
  }

  remainingMs(): number {
    const running = this.#runningSince === null ? 0 : performance.now() - this.#runningSince;
    return Math.max(0, this.#leftMs - running);
  }

  /**
   * Runs one step. Its signal aborts when the budget is used up or when the work is no longer ours; a failure that
   * comes after that is told as what it is: the time-out, or the end of the claim.
   */
  async spend<T>(
    work: Pick<WorkContext, "signal" | "abortReason">,
    name: string,
    step: (signal: AbortSignal) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.remainingMs());
    this.#runningSince = performance.now();
    const outcome = await step(AbortSignal.any([limit.signal, work.signal]));
    this.#leftMs = this.remainingMs();
    this.#runningSince = null;
    clearTimeout(timer);
    if (outcome.ok) return outcome;
    if (work.signal.aborted) return failed("cancelled", STOPPED[work.abortReason() ?? "cancelled"]);
    if (limit.signal.aborted)
      return failed(this.code, this.#timeoutMessage(name), { step: name, budgetMs: this.totalMs });
    return outcome;
  }

  #timeoutMessage(name: string): string {
    const budget = this.code === "execution_timeout" ? "execution" : "finalization";
    return `The ${budget} budget of ${this.totalMs / 1000} s was used up during the step "${name}"; everything was stopped.`;
  }
}
