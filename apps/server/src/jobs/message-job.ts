import { type jobRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent } from "../events/append-event";
import { idempotencyOf } from "../idempotency";
import type { Parsed } from "../parsed";
import { BLOCKED, isTerminal, statusName } from "../queue/codes";
import { findItem, isRefusal, itemBySeq } from "../queue/find-item";
import { wakeItem } from "../queue/move-item";
import { repeatedEvent } from "../sessions/repeated-event";
import type { Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import { candidatesOf } from "./best-of/candidates";
import { jobContext, jobFields } from "./job-item";
import { keepMessage, setQuestion } from "./messages";

type Reply = RouteReply<typeof jobRoutes.message>;

/**
 * Says something to a job: its agent gets it by the next heartbeat; one that has asked goes back in line with it. What is
 * said to a job that chooses is said to its candidates.
 */
export function messageJob(
  core: Core,
  input: Parsed<typeof jobRoutes.message>,
  caller: Principal,
): Promise<Reply | Refusal> {
  const idempotency = idempotencyOf(input.idempotencyKey, { id: input.id, text: input.text });
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const item = await findItem(tx, "jobs", input.id);
    if (isRefusal(item)) return item;
    const reply: Reply = { ok: true, jobId: item.id };
    const known = await repeatedEvent(tx, item.session_id, idempotency);
    if (known) return "ok" in known ? known : reply;
    if (isTerminal(item.status))
      return refuse("already_settled", `The job is ${statusName(item.status)}: nobody hears it. Send a new message.`);
    const device = caller.kind === "device" ? { device: caller.name } : {};
    const payload = { text: input.text, jobId: item.id, ...device };
    const context = { ...jobContext(item), from: "user" };
    await appendEvent(core.events, tx, item.session_id, "message", payload, context, idempotency);
    await hear(core, tx, item, input.text);
    for (const { job_seq: seq } of await candidatesOf(tx, item.id)) {
      const candidate = await itemBySeq(tx, seq);
      if (!isTerminal(candidate.status)) await hear(core, tx, candidate, input.text);
    }
    return reply;
  });
}

async function hear(core: Core, tx: Tx, item: ItemRow, text: string): Promise<void> {
  const { question } = await jobFields(tx, item.seq);
  await keepMessage(tx, item.seq, { ts: core.clock.now(), text, answers: question });
  if (question !== null) {
    await setQuestion(tx, item.seq, null);
    if (item.status === BLOCKED) await wakeItem(core.queue, tx, item);
  }
  tx.afterCommit(() => core.queue.signals.notify(`item:${item.id}`));
}
