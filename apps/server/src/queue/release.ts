import { type Refusal, refuse } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Store, Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import type { QueueName } from "./codes";
import { type Claim, giveBack } from "./give-back";
import type { Queue } from "./queue";

export interface ReleaseInput extends Claim {
  afterMs?: number | undefined;
  approvalId?: string | undefined;
}

const APPROVAL = statement<{ status: string }>("SELECT status FROM approvals WHERE approval_id = ?1");

/** Gives an item back: at once, after a time, or when an approval is decided. */
export function release(
  queue: Queue,
  store: Store,
  name: QueueName,
  input: ReleaseInput,
  cancel: (tx: Tx, item: ItemRow) => Promise<void>,
): Promise<{ ok: true } | Refusal> {
  const { approvalId, afterMs } = input;
  return giveBack(queue, store, name, input, {
    cancel,
    until: async (tx) => {
      const parked = await isUndecided(tx, approvalId);
      if (typeof parked === "object") return parked;
      const availableAt = afterMs && !parked ? queue.clock.now() + afterMs : null;
      return { availableAt, parked, ...(approvalId === undefined ? {} : { approvalId }) };
    },
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
