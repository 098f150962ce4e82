import type { Refusal, RouteReply, sessionRoutes } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import type { Parsed } from "../parsed";
import { itemBySeq } from "../queue/find-item";
import { cancelRequestItem } from "../requests/cancel-request";
import { statement } from "../store/statement";
import { sessionCursor } from "./session";

type Reply = RouteReply<typeof sessionRoutes.stop>;

/** Requests that are not over, the last first: none is planned because the one before it is gone. */
export const OPEN_REQUESTS = statement<{ seq: number }>(
  "SELECT seq FROM queue_items WHERE queue = 0 AND outcome IS NULL AND session_id = ?1 ORDER BY seq DESC",
);

/** Cancels all that a session has under way, in one transaction; what is landing right now lands. */
export function stopSession(
  core: Core,
  input: Parsed<typeof sessionRoutes.stop>,
  caller: Principal,
): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const session = await sessionCursor(tx, input.id);
    if (!session.ok) return session;
    const reply: Reply = { ok: true, cancelled: 0, cancelRequested: 0 };
    for (const { seq } of await tx.all(OPEN_REQUESTS, input.id)) {
      const done = await cancelRequestItem(core, tx, await itemBySeq(tx, seq), caller.name);
      if (done.includes("asked")) reply.cancelRequested += 1;
      else if (done.length > 0) reply.cancelled += 1;
    }
    return reply;
  });
}
