import { type Refusal, refuse } from "@pushpals/protocol";
import type { Store, Tx } from "../store/store";
import { NOUN, type QueueName, queueCode } from "./codes";
import { fence } from "./fence";
import { isRefusal } from "./find-item";
import { putBack } from "./move-item";
import type { Queue } from "./queue";

interface Taken<Reply> {
  id: string;
  reply: Reply;
}

/**
 * Runs `claim` in a transaction until it takes something, once now and then after each commit that made work,
 * for at most `waitMs`. What was taken for a caller that has gone meanwhile is given back unharmed.
 */
export async function claimOrWait<Reply extends { ok: true; lease: { token: string } }>(
  queue: Queue,
  store: Store,
  name: QueueName,
  owner: string,
  waitMs: number,
  signal: AbortSignal | undefined,
  claim: (tx: Tx) => Promise<Taken<Reply> | null>,
  labels: readonly string[] = [],
): Promise<Reply | Refusal> {
  const code = queueCode(name);
  queue.times.seen(code, owner, queue.clock.now());
  if (queue.waiters.closed) return shuttingDown();
  const attempt = () => store.write(async (tx) => (signal?.aborted ? null : claim(tx)));
  const taken = await queue.waiters.claim<Taken<Reply> | Refusal>(code, owner, waitMs, signal, attempt, labels);
  if (taken === null)
    return queue.waiters.closed ? shuttingDown() : refuse("nothing_pending", `No ${NOUN[name]} waits. Claim again.`);
  if (isRefusal(taken)) return taken;
  if (signal?.aborted) await giveBack(queue, store, name, taken.id, taken.reply.lease.token);
  return taken.reply;
}

const shuttingDown = (): Refusal => refuse("shutting_down", "The server is stopping. Try again in a moment.");

async function giveBack(queue: Queue, store: Store, name: QueueName, id: string, token: string): Promise<void> {
  await store.write(async (tx) => {
    const fenced = await fence(tx, name, id, token, null);
    // One that is to be cancelled ends so once its lease runs out.
    if (fenced.kind !== "held" || fenced.item.cancel_requested === 1) return;
    const attempts = Math.max(0, fenced.item.attempts - 1);
    await putBack(queue, tx, fenced.item, { availableAt: null, attempts, as: null, failure: null });
  });
}
