import type { Failure, Refusal, RouteReply, Routes } from "@pushpals/protocol";
import type { Core } from "./core";
import type { QueueName } from "./queue/codes";
import { fence, type Settlement } from "./queue/fence";
import type { Tx } from "./store/store";
import type { ItemRow } from "./store/tables";

/** How one claim of an item ends in a failure: told by its holder, or (`as` null) found by the sweep. */
export type EndClaim = (core: Core, tx: Tx, item: ItemRow, failure: Failure, as: Settlement | null) => Promise<ItemRow>;

interface Input {
  id: string;
  leaseToken: string;
  failure: Failure;
}

/**
 * Settles a claimed item as failed, or hands it back when its class of failure is tried again; once for all queues.
 * Sent again it has no effect and the same answer.
 */
export function failClaim(
  core: Core,
  queue: QueueName,
  { id, leaseToken, failure }: Input,
  end: EndClaim,
): Promise<RouteReply<Routes["jobs"]["fail"]> | Refusal> {
  return core.store.write(async (tx) => {
    const fenced = await fence(tx, queue, id, leaseToken, "fail");
    if (fenced.kind === "refused") return fenced.refusal;
    const item = fenced.kind === "repeated" ? fenced.item : await end(core, tx, fenced.item, failure, "fail");
    return { ok: true, terminal: item.settled_retry_at === null, retryAt: item.settled_retry_at };
  });
}
