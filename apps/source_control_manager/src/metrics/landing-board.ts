import type { LandingStatus } from "@pushpals/protocol";
import type { Config } from "@pushpals/shared/config";
import { UNSEEN } from "./branch-heads";
import { landingStatusOf, type Shown } from "./landing-status";

/** What the daemon shows of itself: facts are put up, and who shows them hears of it. */
export class LandingBoard {
  readonly #facts: Shown = { desk: null, stopped: null, baseProblem: null, heads: UNSEEN, pullRequest: () => null };
  readonly #config: Config;
  /** Something has changed that is worth telling at once. */
  onChange: (status: LandingStatus) => void = () => undefined;

  constructor(config: Config) {
    this.#config = config;
  }

  status = (): LandingStatus => landingStatusOf(this.#config, this.#facts);
  changed = (): void => this.onChange(this.status());

  show(facts: Partial<Shown>): void {
    Object.assign(this.#facts, facts);
    this.changed();
  }
}
