import { type jobRoutes, type Refusal, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { COMPLETED } from "../queue/codes";
import { fence } from "../queue/fence";
import { finish } from "../queue/move-item";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { keepResult } from "./best-of/candidates";
import { jobChanged } from "./job-changed";
import { jobContext, jobFields, ofJob } from "./job-item";
import { keepChange } from "./keep-change";

const SUMMARY = statement("UPDATE jobs SET summary = ?2 WHERE seq = ?1");
const RECEIPTS = statement(
  `INSERT INTO evidence (job_seq, validation) VALUES (?1, ?2)
   ON CONFLICT (job_seq) DO UPDATE SET validation = excluded.validation`,
);

/** Settles a job that has nothing to land, or whose change is to be compared with others first. */
export function completeJob(core: Core, input: Parsed<typeof jobRoutes.complete>): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx) => {
    const fenced = await fence(tx, "jobs", input.id, input.leaseToken, "complete");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "repeated") return { ok: true };
    const { task_id: taskId, candidate_of: choiceId } = await jobFields(tx, fenced.item.seq);
    const { result } = input;
    if (result && choiceId === null)
      return refuse("bad_request", "Only a candidate has a result here: hand the change over by a completion.");
    if (result) {
      await keepResult(tx, fenced.item.seq, result);
      await keepChange(core, tx, fenced.item, result);
    }
    const item = await finish(core.queue, tx, fenced.item, COMPLETED, "complete", null);
    if (input.receipts) await tx.run(RECEIPTS, item.seq, JSON.stringify(input.receipts));
    await tellJobCompleted(core, tx, item, input.summary);
    const done = { ...ofJob(item), taskId, outcome: "completed" as const, summary: input.summary };
    await appendEvent(core.events, tx, item.session_id, "task_completed", done, jobContext(item));
    await jobChanged(core, tx, item);
    return { ok: true };
  });
}

/** Keeps the worker's summary and tells that its part is done. */
export async function tellJobCompleted(core: Core, tx: Tx, item: ItemRow, summary: string): Promise<void> {
  await tx.run(SUMMARY, item.seq, summary);
  const payload = {
    ...ofJob(item),
    workerId: item.lease_owner ?? "unknown",
    summary,
    runtimeMs: Math.max(0, (item.finished_at ?? 0) - (item.claimed_at ?? 0)),
  };
  await appendEvent(core.events, tx, item.session_id, "job_completed", payload, jobContext(item));
}
