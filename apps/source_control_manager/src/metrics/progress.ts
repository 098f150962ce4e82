import type { LandingStatus, LandingStep } from "@pushpals/protocol";

/** Where each completion in hand is, for people who watch. Decides nothing. */
export class Progress {
  readonly #steps = new Map<string, { step: LandingStep; since: number }>();
  readonly #onSlowStep: () => void;

  /** `onSlowStep`: something has begun that takes long, so it is worth telling at once. */
  constructor(onSlowStep: () => void = () => undefined) {
    this.#onSlowStep = onSlowStep;
  }

  at(completionId: string, step: LandingStep): void {
    if (this.#steps.get(completionId)?.step === step) return;
    this.#steps.set(completionId, { step, since: Date.now() });
    if (step === "checking") this.#onSlowStep();
  }
  over(completionId: string): void {
    this.#steps.delete(completionId);
  }
  list(): LandingStatus["inHand"] {
    return [...this.#steps].map(([completionId, told]) => ({ completionId, ...told }));
  }
}
