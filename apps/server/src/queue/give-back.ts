import type { Refusal } from "@pushpals/protocol";
import type { Store, Tx } from "../store/store";
import type { ItemRow } from "../store/tables";
import type { QueueName } from "./codes";
import { fence } from "./fence";
import { putBack } from "./move-item";
import type { Queue } from "./queue";

export interface Claim {
  id: string;
  leaseToken: string;
}

/** From when on an item may be claimed again. */
export interface Until {
  /** Null: at once. */
  availableAt: number | null;
  /** Not before somebody wakes it. */
  parked: boolean;
  /** Whose decision wakes it. */
  approvalId?: string;
}

/**
 * Gives an item back without counting the attempt, on what `until` says. One that is to be cancelled is cancelled
 * instead.
 */
export function giveBack(
  queue: Queue,
  store: Store,
  name: QueueName,
  claim: Claim,
  act: {
    cancel(tx: Tx, item: ItemRow): Promise<void>;
    /** What belongs to the giving back, in the same transaction. */
    until(tx: Tx, item: ItemRow): Promise<Until | Refusal>;
  },
): Promise<{ ok: true } | Refusal> {
  return store.write(async (tx): Promise<{ ok: true } | Refusal> => {
    const fenced = await fence(tx, name, claim.id, claim.leaseToken, "release");
    if (fenced.kind === "refused") return fenced.refusal;
    if (fenced.kind === "repeated") return { ok: true };
    const { item } = fenced;
    if (item.cancel_requested === 1) {
      await act.cancel(tx, item);
      return { ok: true };
    }
    const until = await act.until(tx, item);
    if ("ok" in until) return until;
    const attempts = Math.max(0, item.attempts - 1);
    await putBack(queue, tx, item, { ...until, attempts, as: "release", failure: null });
    return { ok: true };
  });
}
