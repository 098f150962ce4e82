import { type mergeRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import { mergeById, mergeKey, mergeView } from "./merge-row";

type Reply = RouteReply<typeof mergeRoutes.settle>;

const SETTLE = statement("UPDATE merges SET result = ?2 WHERE merge_id = ?1 AND result IS NULL");

/** Writes what became of a wish. The first answer counts; the same said again is heard of, and changes nothing. */
export function settleMerge(core: Core, input: Parsed<typeof mergeRoutes.settle>): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const row = await mergeById(tx, input.id);
    if (!row) return refuse("not_found", `There is no merge ${input.id}.`);
    if (row.result !== null) return { ok: true, merge: mergeView(core, row) };
    await tx.run(SETTLE, row.merge_id, JSON.stringify(input.result));
    const payload = { mergeId: row.merge_id, headSha: row.head_sha, by: row.requested_by, ...input.result };
    await appendEvent(core.events, tx, row.session_id, "base_merge_settled", payload, { from: "server" });
    tx.afterCommit(() => core.queue.signals.notify(mergeKey(row.merge_id)));
    return { ok: true, merge: mergeView(core, { ...row, result: JSON.stringify(input.result) }) };
  });
}
