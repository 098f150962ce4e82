import type { Refusal } from "@pushpals/protocol";
import type { Store } from "../store/store";
import type { QueueName } from "./codes";
import { fence } from "./fence";
import { isRefusal } from "./find-item";
import { renewLease } from "./move-item";
import type { Queue } from "./queue";

export interface Beat {
  ok: true;
  expiresAt: number;
  cancelRequested: boolean;
}

export interface HeartbeatInput {
  id: string;
  leaseToken: string;
  waitMs?: number | undefined;
}

/** Renews a lease. With `waitMs`, answers when a cancel is asked for or the claim ends, or after half a lease. */
export async function heartbeat(
  queue: Queue,
  store: Store,
  name: QueueName,
  input: HeartbeatInput,
  signal?: AbortSignal,
): Promise<Beat | Refusal> {
  const hold = Math.min(input.waitMs ?? 0, Math.floor(queue.settings.leaseMs / 2));
  const first = await renew(queue, store, name, input);
  if (hold <= 0 || isRefusal(first) || first.cancelRequested) return first;
  await queue.signals.wait(`item:${input.id.toLowerCase()}`, hold, signal);
  if (signal?.aborted) return first;
  const fenced = await fence(store.read, name, input.id, input.leaseToken, null);
  if (fenced.kind === "refused") return fenced.refusal;
  return { ...first, cancelRequested: fenced.item.cancel_requested === 1 };
}

const renew = (queue: Queue, store: Store, name: QueueName, input: HeartbeatInput): Promise<Beat | Refusal> =>
  store.write(async (tx) => {
    const fenced = await fence(tx, name, input.id, input.leaseToken, null);
    if (fenced.kind === "refused") return fenced.refusal;
    const item = await renewLease(queue, tx, fenced.item);
    return { ok: true, expiresAt: item.lease_expires_at ?? 0, cancelRequested: item.cancel_requested === 1 };
  });
