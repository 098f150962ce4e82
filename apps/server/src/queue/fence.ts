import { type Refusal, refuse } from "@pushpals/protocol";
import type { Reader } from "../store/store";
import type { ItemRow } from "../store/tables";
import { CLAIMED, NOUN, type QueueName, statusName } from "./codes";
import { itemById } from "./find-item";

/** How a claim can be given up. Sent again with the same token, the same one is answered again. */
export type Settlement = "complete" | "hand_over" | "fail" | "release";

export type Fenced =
  /** The caller holds the item. */
  | { kind: "held"; item: ItemRow }
  /** The caller did this very thing before, and the answer was lost: do nothing, answer the same. */
  | { kind: "repeated"; item: ItemRow }
  | { kind: "refused"; refusal: Refusal };

/** Whether this token still holds the item. Whoever lost it changes nothing. */
export async function fence(
  reader: Reader,
  queue: QueueName,
  id: string,
  token: string,
  as: Settlement | null,
): Promise<Fenced> {
  const item = await itemById(reader, queue, id);
  const noun = NOUN[queue];
  if (!item) return { kind: "refused", refusal: refuse("not_found", `There is no ${noun} ${id}.`) };
  if (item.status === CLAIMED && item.lease_token === token) return { kind: "held", item };
  if (item.settled_token === token && as !== null && item.settled_as === as) return { kind: "repeated", item };
  if (item.settled_token === token && item.lease_token === null)
    return {
      kind: "refused",
      refusal: refuse("already_settled", `This claim of the ${noun} was settled already, as "${item.settled_as}".`, {
        settledAs: item.settled_as,
        status: statusName(item.status),
      }),
    };
  const message = `The lease is not valid any more: it ran out, or the ${noun} was given to somebody else. Drop the work; nothing was changed.`;
  return { kind: "refused", refusal: refuse("lease_lost", message, { status: statusName(item.status) }) };
}
