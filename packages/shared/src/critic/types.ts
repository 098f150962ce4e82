import type { ModelUse, Receipt, ReviewFinding } from "@pushpals/protocol";

/** What was to be done. */
export interface ReviewedTask {
  instruction: string;
  targetPaths: readonly string[];
  acceptanceCriteria: readonly string[];
}

/** What was made of it. */
export interface ReviewedChange {
  /** Unified diff. */
  patch: string;
  /** Of the commands that passed on it. */
  receipts: readonly Receipt[];
}

export interface Candidate extends ReviewedChange {
  /** Short, unlike those of the others: `A`. */
  label: string;
}

/** `message`: why there is no answer, for people. It says nothing about the change. */
export type Reviewed = { use: ModelUse } & ({ ok: true; findings: ReviewFinding[] } | { ok: false; message: string });

export type Chosen = { use: ModelUse } & ({ ok: true; best: string; why: string } | { ok: false; message: string });
