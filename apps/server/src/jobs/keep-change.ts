import type { Evidence } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { keepEvidence } from "./evidence";
import { jobContext, ofJob } from "./job-item";

/** Keeps what proves the change of a job, and tells of the change. */
export async function keepChange(
  core: Core,
  tx: Tx,
  job: ItemRow,
  change: { commitSha: string; branch: string; message: string; evidence: Evidence },
): Promise<void> {
  const { commitSha, branch, message, evidence } = change;
  await keepEvidence(tx, job.seq, evidence);
  const context = jobContext(job);
  const ready = { ...ofJob(job), commitSha, diff: evidence.diff };
  await appendEvent(core.events, tx, job.session_id, "diff_ready", ready, context);
  const committed = { ...ofJob(job), branch, commitSha, treeSha: evidence.treeSha, message };
  await appendEvent(core.events, tx, job.session_id, "committed", committed, context);
}
