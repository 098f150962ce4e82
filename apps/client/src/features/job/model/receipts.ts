import type { Failure, Landing, Receipt } from "@pushpals/protocol";
import { span } from "@pushpals/sdk";

/** One proof as a row: what was run, on which tree, in what sandbox, and how it ended. */
export interface ReceiptRow {
  key: string;
  command: string;
  passed: boolean;
  /** `passed`, `exit code 1`, `out of time`. */
  verdict: string;
  /** `28 ms · tree 1697216a6 · process sandbox`. */
  facts: string;
  output: string;
}

export interface ReceiptGroup {
  title: string;
  rows: ReceiptRow[];
  /** Said where there is no proof: what that means. */
  empty: string;
}

const ENDS: Record<Exclude<Receipt["terminationReason"], "exited">, string> = {
  timeout: "out of time",
  cancelled: "called off",
  output_limit: "printed too much",
  signal: "killed",
  spawn_failed: "could not be started",
  idle: "fell silent",
};

/** All that proves a job: on its own tree, then on the tree that landed. Nothing is called passed that was not run. */
export function receiptGroups(
  validation: readonly Receipt[],
  landed: Landing | null,
  failure: Failure | null = null,
): ReceiptGroup[] {
  const red = redRow(failure);
  const own: ReceiptGroup = {
    title: "On the finished change",
    rows: validation.map((receipt, index) => row(receipt, `v${index}`)),
    empty: "No validation steps were asked for.",
  };
  if (red && failure?.code === "validation_failed") return [{ ...own, rows: [...own.rows, red] }];
  if (red) return [own, { title: "On the tree that would have landed", rows: [red], empty: "" }];
  if (!landed) return [own];
  const gate: ReceiptGroup = {
    title: landed.batch ? "On the tree that landed, with others" : "On the tree that landed",
    rows: landed.receipts.map((receipt, index) => row(receipt, `l${index}`)),
    empty:
      landed.checks === "ungated"
        ? "Ungated: no checks are configured."
        : "The checks of an earlier run of this very tree counted.",
  };
  const flaky = landed.flaky ?? [];
  if (flaky.length === 0) return [own, gate];
  const unsteady = {
    title: "Red once, green when run again",
    rows: flaky.map((one, i) => row(one, `f${i}`)),
    empty: "",
  };
  return [own, gate, unsteady];
}

/** What a command that was red has left in the failure that it caused. */
function redRow(failure: Failure | null): ReceiptRow | null {
  if (failure?.code !== "validation_failed" && failure?.code !== "checks_failed") return null;
  const { command, exitCode, treeSha, outputTail } = failure.detail ?? {};
  if (typeof command !== "string") return null;
  return {
    key: "red",
    command,
    passed: false,
    verdict: typeof exitCode === "number" ? `exit code ${exitCode}` : "did not pass",
    facts: typeof treeSha === "string" ? `tree ${treeSha.slice(0, 9)}` : "",
    output: typeof outputTail === "string" ? outputTail.trimEnd() : "",
  };
}

function row(receipt: Receipt, key: string): ReceiptRow {
  const passed = receipt.terminationReason === "exited" && receipt.exitCode === 0;
  const sandbox = receipt.sandbox === "none" ? "no sandbox" : `${receipt.sandbox} sandbox`;
  return {
    key,
    command: receipt.command,
    passed,
    verdict: passed
      ? "passed"
      : receipt.terminationReason === "exited"
        ? `exit code ${receipt.exitCode}`
        : ENDS[receipt.terminationReason],
    facts: `${span(receipt.durationMs)} · tree ${receipt.treeSha.slice(0, 9)} · ${sandbox}`,
    output: receipt.outputTail.trimEnd(),
  };
}
