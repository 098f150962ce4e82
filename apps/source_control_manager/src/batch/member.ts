import type { ClaimedCompletion, Failure, LandingStep } from "@pushpals/protocol";
import { outcomeOf } from "../handle-completion";
import type { Delivery, LandingDesk, LandingEnd } from "../landing-desk";
import { advance, startLanding } from "../merge/advance";
import type { Change, LandingState, StepEvent } from "../merge/landing-state";
import { settle } from "../settle";

/** One completion on its way in a batch, with its own lease and its own state. */
export class Member {
  state: LandingState = startLanding();
  readonly #outcome = Promise.withResolvers<"settled" | Failure>();

  constructor(
    readonly completion: ClaimedCompletion,
    readonly delivery: Delivery,
  ) {}

  /** Settles with what the loop has to report. */
  get outcome(): Promise<"settled" | Failure> {
    return this.#outcome.promise;
  }
  get isOver(): boolean {
    return this.state.at === "landed" || this.state.at === "parked" || this.state.at === "failed";
  }
  /** The imported change; a bug where there is none yet. */
  get change(): Change {
    if ("change" in this.state) return this.state.change;
    throw new Error(`${this.completion.completionId} is ${this.state.at}: nothing is imported`);
  }
  step(...events: StepEvent[]): void {
    for (const event of events) this.state = advance(this.state, event);
  }
  /** Tells those who watch what is being done with it. */
  progress(desk: LandingDesk, step: LandingStep): void {
    desk.progress.at(this.completion.completionId, step);
  }
  /** Takes it out of a batch that is made anew: what was built on others is void. */
  regroup(): void {
    if (!this.isOver && this.state.at !== "claimed")
      this.state = { at: "imported", rebuilds: this.state.rebuilds, change: this.change };
  }
  /** Reports to the server how it ended; it must have. */
  async settle(desk: LandingDesk): Promise<void> {
    const { state, completion, delivery } = this;
    if (state.at !== "landed" && state.at !== "parked" && state.at !== "failed") throw new Error(`it is ${state.at}`);
    const end: LandingEnd = state;
    desk.log.info({ completionId: completion.completionId, ...outcomeOf(end) }, `completion ${end.at}`);
    this.#outcome.resolve(await settle(desk, completion, delivery, end));
  }
  /** Hands the whole delivery to another way of landing. */
  async handOver(work: () => Promise<"settled" | Failure>): Promise<void> {
    try {
      this.#outcome.resolve(await work());
    } catch (error) {
      this.#outcome.reject(error);
    }
  }
  fail(error: unknown): void {
    this.#outcome.reject(error);
  }
}

/** Ends members in a failure of all, and tells the server. */
export async function failAll(desk: LandingDesk, members: readonly Member[], failure: Failure): Promise<void> {
  for (const member of members) {
    if (member.isOver) continue;
    member.step({ type: "failed", failure });
    await member.settle(desk);
  }
}
