import {
  EVENTS,
  isDurable,
  type Refusal,
  type RouteReply,
  refuse,
  refuseInvalid,
  type sessionRoutes,
} from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { appendEvent, sendEphemeral } from "../events/append-event";
import { idempotencyOf } from "../idempotency";
import type { Parsed } from "../parsed";
import { repeatedEvent } from "./repeated-event";
import { sessionCursor } from "./session";

type Reply = RouteReply<typeof sessionRoutes.command>;

/** Writes an event that only its sender knows of. Its payload is checked against its type. */
export async function writeCommand(
  core: Core,
  input: Parsed<typeof sessionRoutes.command>,
  caller: Principal,
): Promise<Reply | Refusal> {
  const { id: sessionId, type, payload, idempotencyKey, ...given } = input;
  const checked = EVENTS[type].safeParse(payload);
  if (!checked.success) return refuseInvalid(`payload of ${type}`, checked.error);
  if (type === "status" && payload["state"] === "request_ended")
    return refuse("bad_request", 'Only the server itself tells that a request has ended. Send a "note".');
  const context = { from: caller.name, ...given };
  const idempotency = idempotencyOf(idempotencyKey, { type, payload, ...given });
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const session = await sessionCursor(tx, sessionId);
    if (!session.ok) return session;
    const known = await repeatedEvent(tx, sessionId, idempotency);
    if (known) return "ok" in known ? known : { ok: true, ...known };
    const value = checked.data as never;
    const sent = isDurable(type)
      ? await appendEvent(core.events, tx, sessionId, type, value, context, idempotency)
      : await sendEphemeral(core.events, tx, sessionId, type as "assistant_text_delta", value, context);
    return { ok: true, ...sent };
  });
}
