import type { Failure, Receipt } from "@pushpals/protocol";

/** What the checks on a tree came to; `flaky` are red receipts of the same tree that did not hold. */
export type Checked =
  | { ok: true; receipts: Receipt[]; flaky: Receipt[] }
  | { ok: false; failure: Failure; red: Receipt | null };
