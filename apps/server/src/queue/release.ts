import { type Refusal, refuse } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Store, Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import type { QueueName } from "./codes";
import { fence } from "./fence";
import { putBack } from "./move-item";
import type { Queue } from "./queue";

export interface ReleaseInput {
  id: string;
  leaseToken: string;
  afterMs?: number | undefined;
  approvalId?: string | undefined;
}

const APPROVAL = statement<{ status: string }>("SELECT status FROM approvals WHERE approval_id = ?1");

/**
 * Gives an item back without counting the attempt: at once, after a time, or when an approval is decided.
 * One that is to be cancelled is cancelled instead.
 */
export function release(
  queue: Queue,
  store: Store,
  name: QueueName,
  input: ReleaseInput,
  cancel: (tx: Tx, item: ItemRow) => Promise<void>,
): Promise<{ ok: true } | Refusal> {
  return store.write(async (tx) => {
    const fenced = await fence(tx, name, input.id, input.leaseToken, "release");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "repeated") return { ok: true };
    const { item } = fenced;
    const parked = await isUndecided(tx, input.approvalId);
    if (typeof parked === "object") return parked;
    if (item.cancel_requested === 1) await cancel(tx, item);
    else
      await putBack(queue, tx, item, {
        availableAt: input.afterMs && !parked ? queue.clock.now() + input.afterMs : null,
        parked,
        ...(input.approvalId === undefined ? {} : { approvalId: input.approvalId }),
        attempts: Math.max(0, item.attempts - 1),
        as: "release",
        failure: null,
      });
    return { ok: true };
  });
}

async function isUndecided(reader: Reader, approvalId: string | undefined): Promise<boolean | Refusal> {
  if (approvalId === undefined) return false;
  const approval = await reader.first(APPROVAL, approvalId);
  if (!approval) return refuse("not_found", `There is no approval ${approvalId}.`);
  return approval.status === "pending";
}

const PARKED = statement<{ seq: number }>("SELECT seq FROM queue_items WHERE status = 0 AND approval_id = ?1");

/** Items that wait for this approval. */
export const parkedFor = (reader: Reader, approvalId: string): Promise<{ seq: number }[]> =>
  reader.all(PARKED, approvalId);
