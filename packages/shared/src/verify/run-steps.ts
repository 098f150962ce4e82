import type { Receipt } from "@pushpals/protocol";
import type { LineListener, RunResult } from "../process/index";
import type { Sandbox } from "../sandbox/index";
import { OutputTail } from "./output-tail";

/** Characters of a receipt's tail; the contract allows 8,000. */
const TAIL_CHARS = 8_000;
/** Each stream's share that is kept in memory; the hash is over everything. */
const KEPT_BYTES = 64 * 1024;

export interface RunStepsOptions {
  sandbox: Sandbox;
  /** Absolute path; commands run in it. */
  workspace: string;
  /** Paths to mount read only, such as `Workspace.readOnly`. */
  readOnly?: readonly string[] | undefined;
  /** The tree that the steps are to prove, for the receipts. */
  treeSha: string;
  steps: readonly string[];
  /** For all steps together. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onLine?: LineListener | undefined;
}

/**
 * Runs shell steps one after the other in the sandbox and stops at the first that fails.
 * There is a receipt for each step that ran; `passed` means that all steps ran and exited with 0.
 */
export async function runSteps(options: RunStepsOptions): Promise<{ passed: boolean; receipts: Receipt[] }> {
  const deadline = performance.now() + options.timeoutMs;
  const receipts: Receipt[] = [];
  for (const step of options.steps) {
    const receipt = await runStep(options, step, Math.max(1, deadline - performance.now()));
    receipts.push(receipt);
    if (!isGreen(receipt)) return { passed: false, receipts };
  }
  return { passed: true, receipts };
}

const isGreen = (receipt: Receipt): boolean => receipt.exitCode === 0 && receipt.terminationReason === "exited";

async function runStep(options: RunStepsOptions, step: string, timeoutMs: number): Promise<Receipt> {
  const tail = new OutputTail(TAIL_CHARS);
  const result = await options.sandbox.run({
    command: ["sh", "-c", step],
    workspace: options.workspace,
    readOnly: options.readOnly,
    timeoutMs,
    signal: options.signal,
    maxOutputBytes: KEPT_BYTES,
    onLine: (stream, line) => {
      tail.add(line);
      options.onLine?.(stream, line);
    },
  });
  return toReceipt(options, step, result, tail.text());
}

function toReceipt(options: RunStepsOptions, command: string, result: RunResult, tail: string): Receipt {
  return {
    command,
    exitCode: result.exitCode,
    terminationReason: result.terminationReason,
    durationMs: result.durationMs,
    treeSha: options.treeSha,
    outputSha256: result.outputSha256,
    outputTail: result.error === undefined ? tail : result.error.slice(-TAIL_CHARS),
    sandbox: options.sandbox.tier,
  };
}
