import type { completionRoutes, Landing, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import { jobChanged } from "../jobs/job-changed";
import { jobContext, jobFields, ofJob } from "../jobs/job-item";
import { LANDED } from "../jobs/landing-codes";
import type { Parsed } from "../parsed";
import { COMPLETED } from "../queue/codes";
import { fence } from "../queue/fence";
import { finish } from "../queue/move-item";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { ofCompletion, setLanding, withJob } from "./completion-item";
import { keepLanding, noteCommit } from "./landed-commits";

/** Settles a completion whose change was seen on the integration branch. */
export function settleCompletion(
  core: Core,
  input: Parsed<typeof completionRoutes.processed>,
): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx) => {
    const fenced = await fence(tx, "completions", input.id, input.leaseToken, "complete");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "held") await land(core, tx, fenced.item, input.landed);
    return { ok: true };
  });
}

async function land(core: Core, tx: Tx, held: ItemRow, landing: Landing): Promise<void> {
  const { job } = await withJob(tx, held);
  const item = await finish(core.queue, tx, held, COMPLETED, "complete", null);
  await keepLanding(tx, item.seq, landing);
  await setLanding(tx, job.seq, LANDED, null, landing.commitSha);
  // Commits first: the head may belong to a later landing when this one was there already.
  for (const sha of landing.alreadyLanded ? landing.commits : [...landing.commits, landing.commitSha])
    await noteCommit(tx, item.seq, sha);
  const context = jobContext(job);
  const succeeded = { ...ofCompletion(item, job), landing };
  await appendEvent(core.events, tx, item.session_id, "merge_succeeded", succeeded, context);
  const { task_id: taskId, summary } = await jobFields(tx, job.seq);
  const done = { ...ofJob(job), taskId, outcome: "landed" as const, summary: summary ?? "" };
  await appendEvent(core.events, tx, item.session_id, "task_completed", done, context);
  await jobChanged(core, tx, job);
}
