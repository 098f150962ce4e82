import { type mergeRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent } from "../events/append-event";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { sessionCursor } from "../sessions/session";
import { statement } from "../store/statement";
import { type MergeRow, mergeById, mergeView, oldestAlive, WISHES } from "./merge-row";

type Reply = RouteReply<typeof mergeRoutes.create>;

const WAITING = statement<MergeRow>(
  "SELECT * FROM merges WHERE head_sha = ?1 AND result IS NULL AND created_at >= ?2 ORDER BY seq LIMIT 1",
);
const INSERT = statement(
  "INSERT INTO merges (merge_id, session_id, head_sha, requested_by, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
);

/** Notes a person's wish to fast-forward the base branch, with who it was. */
export function createMerge(
  core: Core,
  input: Parsed<typeof mergeRoutes.create>,
  caller: Principal,
): Promise<Known<Reply> | Refusal> {
  return core.store.write(async (tx): Promise<Known<Reply> | Refusal> => {
    const session = await sessionCursor(tx, input.sessionId);
    if (!session.ok) return session;
    const waiting = await tx.first(WAITING, input.headSha, oldestAlive(core));
    if (waiting) return { ok: true, known: true, reply: { ok: true, merge: mergeView(core, waiting) } };
    const mergeId = Bun.randomUUIDv7();
    const { sessionId, headSha } = input;
    await tx.run(INSERT, mergeId, sessionId, headSha, caller.name, core.clock.now());
    const payload = { mergeId, headSha, by: caller.name };
    await appendEvent(core.events, tx, sessionId, "base_merge_requested", payload, { from: "server" });
    tx.afterCommit(() => core.queue.signals.notify(WISHES));
    const row = await mergeById(tx, mergeId);
    if (!row) return refuse("internal", "The wish was not stored.");
    return { ok: true, known: false, reply: { ok: true, merge: mergeView(core, row) } };
  });
}
