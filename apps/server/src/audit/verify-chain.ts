import type { Refusal, RouteReply, systemRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { chainHash } from "../events/chain-hash";
import { readEvents } from "../events/read-events";
import type { Parsed } from "../parsed";
import { sessionCursor } from "../sessions/session";
import { statement } from "../store/statement";

type Reply = RouteReply<typeof systemRoutes.auditVerify>;
type Head = { session_id: string; cursor: number; head_hash: string };

const HEAD = statement<Head>("SELECT session_id, cursor, head_hash FROM sessions WHERE session_id = ?1");
const NEXT_HEAD = statement<Head>(
  "SELECT session_id, cursor, head_hash FROM sessions WHERE session_id > ?1 ORDER BY session_id LIMIT 1",
);
/** Findings of one session that are told at most; after so many, nothing of it can be trusted. */
const MAX_FINDINGS = 100;

/** Recomputes the hash chain of one session, or of all: a changed, missing or added event is found. */
export async function verifyChain(
  core: Core,
  input: Parsed<typeof systemRoutes.auditVerify>,
): Promise<Reply | Refusal> {
  const { read } = core.store;
  const result = { sessions: 0, events: 0, broken: [] as Reply["broken"] };
  if (input.sessionId !== undefined) {
    const known = await sessionCursor(read, input.sessionId);
    if (!known.ok) return known;
    const head = await read.first(HEAD, input.sessionId);
    if (head) await verifySession(core, head, result);
  } else
    for (let head = await read.first(NEXT_HEAD, ""); head; head = await read.first(NEXT_HEAD, head.session_id))
      await verifySession(core, head, result);
  return { ok: true, intact: result.broken.length === 0, ...result };
}

async function verifySession(
  core: Core,
  head: Head,
  result: { sessions: number; events: number; broken: Reply["broken"] },
): Promise<void> {
  const sessionId = head.session_id;
  const found: number[] = [];
  let last = { cursor: 0, hash: "" };
  while (last.cursor < head.cursor) {
    const page = (await readEvents(core.store.read, sessionId, last.cursor)).filter((e) => e.cursor <= head.cursor);
    if (page.length === 0) break;
    for (const event of page) {
      const follows = event.cursor === last.cursor + 1 && event.hash === chainHash(last.hash, event.envelope);
      if (!follows) found.push(event.cursor);
      last = event;
    }
    result.events += page.length;
    // Others are served between two pages.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (last.cursor !== head.cursor || last.hash !== head.head_hash) found.push(head.cursor);
  result.sessions += 1;
  for (const cursor of new Set(found.slice(0, MAX_FINDINGS))) result.broken.push({ sessionId, cursor });
}
