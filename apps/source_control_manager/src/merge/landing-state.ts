import type { Failure, Landing, Receipt } from "@pushpals/protocol";
import type { PushResult } from "@pushpals/shared/git";
import type { Intent } from "../journal/intent-store";

/** A commit of the change, as read from the object store. `raw` is the exact content of the commit object. */
export interface ChangeCommit {
  sha: string;
  tree: string;
  parents: string[];
  raw: Uint8Array;
}

/** The verified change of a completion: every commit of `base..sha`, oldest first. */
export interface Change {
  base: string;
  sha: string;
  commits: ChangeCommit[];
}

/** A candidate for the integration branch, ready but not published. */
export interface Built {
  /** Head of the integration branch that it was built on. */
  onto: string;
  head: string;
  tree: string;
  /** What `head` adds to `onto` for this completion, oldest first. */
  commits: string[];
  /** Commits of the change that became empty, because the branch had their content already. */
  skipped: string[];
}

/** Where a landing is, with exactly what is known there. `landed`, `parked` and `failed` are ends. */
export type LandingState = { rebuilds: number } & (
  | { at: "claimed" }
  | { at: "imported"; change: Change }
  | { at: "applied"; change: Change; built: Built }
  | { at: "checked"; change: Change; built: Built; receipts: Receipt[]; flaky?: Receipt[] }
  | { at: "approved"; change: Change; built: Built; receipts: Receipt[]; flaky?: Receipt[] }
  | {
      at: "pushing";
      change: Change;
      built: Built;
      receipts: Receipt[];
      flaky?: Receipt[];
      pushed: PushResult;
      intent: Intent;
    }
  | { at: "landed"; landing: Landing }
  | { at: "parked"; approvalId: string }
  | { at: "failed"; failure: Failure }
);

export type LandingAt = LandingState["at"];
export type StateAt<A extends LandingAt> = Extract<LandingState, { at: A }>;

/** What a step found out. */
export type StepEvent =
  | { type: "imported"; change: Change }
  | { type: "applied"; built: Built }
  /** The change is on the integration branch already; proven by trailer, ancestry or tree. */
  | { type: "already_there"; landing: Landing }
  /** `flaky`: red receipts of the same tree that did not hold. */
  | { type: "checked"; receipts: Receipt[]; flaky?: Receipt[] }
  | { type: "approved" }
  | { type: "parked"; approvalId: string }
  /** The push was sent. What it said of itself is not yet proof. */
  | { type: "sent"; pushed: PushResult; intent: Intent }
  | { type: "proven"; landing: Landing }
  /** Somebody else moved the integration branch: the candidate is void. */
  | { type: "moved" }
  | { type: "failed"; failure: Failure };

export type StepEventType = StepEvent["type"];
