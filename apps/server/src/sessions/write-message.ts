import type { Refusal, RouteReply, sessionRoutes } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent } from "../events/append-event";
import { idempotencyOf } from "../idempotency";
import type { Parsed } from "../parsed";
import { repeatedEvent } from "./repeated-event";
import { nameSession, sessionCursor } from "./session";

type Reply = RouteReply<typeof sessionRoutes.message>;

/** Writes a person's message, and the answer to it where no planner was needed, in one transaction. */
export function writeMessage(
  core: Core,
  input: Parsed<typeof sessionRoutes.message>,
  caller: Principal,
): Promise<Reply | Refusal> {
  // The answer is no part of what makes two calls the same: asked again a moment later, a question has another one.
  const { idempotencyKey, answer: _, ...body } = input;
  const idempotency = idempotencyOf(idempotencyKey, body);
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const session = await sessionCursor(tx, input.id);
    if (!session.ok) return session;
    const known = await repeatedEvent(tx, input.id, idempotency);
    if (known) return "ok" in known ? known : { ok: true, ...known };
    const turn = input.turnId === undefined ? {} : { turnId: input.turnId };
    const payload = { text: input.text, ...(caller.kind === "device" ? { device: caller.name } : {}) };
    const context = { from: "user", ...turn };
    const sent = await appendEvent(core.events, tx, input.id, "message", payload, context, idempotency);
    await nameSession(tx, input.id, input.text, "message");
    if (input.answer) {
      const answer = { from: "localbuddy", parentId: sent.eventId, ...turn };
      await appendEvent(core.events, tx, input.id, "assistant_message", input.answer, answer);
    }
    return { ok: true, ...sent };
  });
}
