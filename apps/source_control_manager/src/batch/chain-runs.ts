import type { Failure, Receipt } from "@pushpals/protocol";
import { checkTree } from "../checks/check-tree";
import type { Checked } from "../checks/checked";
import type { LandingDesk } from "../landing-desk";
import type { Link } from "./build-chain";
import type { Probe } from "./find-culprit";
import { pointAt } from "./point-at";

/** Runs of the checks on parts of a chain, from its start on, and what they came to. */
export class ChainRuns {
  /** Why the checks could not be run, when they could not. */
  trouble: Failure | null = null;
  readonly #seen = new Map<number, Checked>();

  constructor(
    private readonly desk: LandingDesk,
    private readonly links: readonly Link[],
    private readonly signal: AbortSignal,
  ) {}

  probe = async (size: number): Promise<Probe> => {
    await this.desk.onStep?.("before checks");
    const checked = await checkTree(this.desk, this.#at(size).built, this.signal);
    await this.desk.onStep?.("after checks");
    this.#seen.set(size, checked);
    if (checked.ok) return "green";
    if (checked.failure.code === "checks_failed") return "red";
    this.trouble = checked.failure;
    return "stopped";
  };

  hint = (size: number): number | null => {
    const seen = this.#seen.get(size);
    const members = this.links.slice(0, size).map((link) => link.member);
    return seen && !seen.ok ? pointAt(seen.red, members) : null;
  };

  receipts(size: number): Receipt[] {
    const seen = this.#seen.get(size);
    if (!seen?.ok) throw new Error(`the first ${size} of the batch are not known to be green`);
    return seen.receipts;
  }

  red(size: number): Checked & { ok: false } {
    const seen = this.#seen.get(size);
    if (!seen || seen.ok) throw new Error(`the first ${size} of the batch are not known to be red`);
    return seen;
  }

  #at(size: number): Link {
    const link = this.links[size - 1];
    if (!link) throw new Error(`the batch has ${this.links.length} changes, not ${size}`);
    return link;
  }
}
