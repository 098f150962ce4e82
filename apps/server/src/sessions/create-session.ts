import { PROTOCOL_VERSION, type Refusal, type RouteReply, type sessionRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Known } from "../known";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";

type Reply = RouteReply<typeof sessionRoutes.create>;

const INSERT = statement(
  "INSERT INTO sessions (session_id, created_at) VALUES (?1, ?2) ON CONFLICT (session_id) DO NOTHING",
);

/** Creates a session, or joins the one of that name. Without a name, one is made up. */
export function createSession(core: Core, input: Parsed<typeof sessionRoutes.create>): Promise<Known<Reply> | Refusal> {
  const sessionId = input.sessionId ?? `s-${Bun.randomUUIDv7().slice(-12)}`;
  return core.store.write(async (tx) => {
    const made = await tx.run(INSERT, sessionId, core.clock.now());
    return { ok: true as const, known: made === 0, reply: { ok: true, sessionId, protocolVersion: PROTOCOL_VERSION } };
  });
}
