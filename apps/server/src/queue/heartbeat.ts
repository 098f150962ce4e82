import type { Refusal } from "@pushpals/protocol";
import type { Store, Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
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

/**
 * Renews a lease. With `waitMs`, answers when a cancel is asked for or the claim ends, when there is other news of
 * the item, or after half a lease.
 */
export async function heartbeat(
  queue: Queue,
  store: Store,
  name: QueueName,
  input: HeartbeatInput,
  signal?: AbortSignal,
  hasNews: (tx: Tx, item: ItemRow) => Promise<boolean> = async () => false,
): Promise<Beat | Refusal> {
  const hold = Math.min(input.waitMs ?? 0, Math.floor(queue.settings.leaseMs / 2));
  const renewed = await renew(queue, store, name, input, hasNews);
  if (isRefusal(renewed)) return renewed;
  const { news, ...first } = renewed;
  if (hold <= 0 || news || first.cancelRequested) return first;
  await queue.signals.wait(`item:${input.id.toLowerCase()}`, hold, signal);
  if (signal?.aborted) return first;
  const fenced = await fence(store.read, name, input.id, input.leaseToken, null);
  if (fenced.kind === "refused") return fenced.refusal;
  return { ...first, cancelRequested: fenced.item.cancel_requested === 1 };
}

const renew = (
  queue: Queue,
  store: Store,
  name: QueueName,
  input: HeartbeatInput,
  hasNews: (tx: Tx, item: ItemRow) => Promise<boolean>,
): Promise<(Beat & { news: boolean }) | Refusal> =>
  store.write(async (tx): Promise<(Beat & { news: boolean }) | Refusal> => {
    const fenced = await fence(tx, name, input.id, input.leaseToken, null);
    if (fenced.kind === "refused") return fenced.refusal;
    const item = await renewLease(queue, tx, fenced.item);
    const news = await hasNews(tx, item);
    return { ok: true, expiresAt: item.lease_expires_at ?? 0, cancelRequested: item.cancel_requested === 1, news };
  });
