import type { Receipt } from "@pushpals/protocol";
import type { LaneResult } from "./lanes/lane";
import type { Outcome } from "./outcome";
import { settle } from "./settle";
import type { WorkerSetup } from "./worker-setup";

const MAX_RECEIPTS = 40;
const MAX_SUMMARY = 20_000;
const TAIL_PER_COMMAND = 4_000;

/** Settles a job that has changed nothing: what ran, how it ended, and the end of its output answer the person. */
export function completeJob(
  setup: WorkerSetup,
  claim: { jobId: string; leaseToken: string },
  lane: LaneResult,
  validation: readonly Receipt[],
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  const receipts = [...lane.receipts, ...validation].slice(-MAX_RECEIPTS);
  const summary = commandSummary([...lane.receipts, ...validation]);
  const { jobId: id, leaseToken } = claim;
  return settle(() => setup.client.jobs.complete({ id, leaseToken, summary, receipts }, { signal }), signal);
}

/** One paragraph per command, the last ones first to keep when it gets too long. */
export function commandSummary(receipts: readonly Receipt[]): string {
  const told = receipts.map((receipt) => {
    const seconds = (receipt.durationMs / 1000).toFixed(1);
    const tail = receipt.outputTail.trimEnd().slice(-TAIL_PER_COMMAND);
    return `\`${receipt.command}\` ended with exit code ${receipt.exitCode ?? "none"} after ${seconds} s.${tail ? `\n${tail}` : ""}`;
  });
  const summary = [...told, "No file was changed."].join("\n\n");
  return summary.length <= MAX_SUMMARY ? summary : `…${summary.slice(-(MAX_SUMMARY - 1))}`;
}
