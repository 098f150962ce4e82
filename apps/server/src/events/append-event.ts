import type { DurableEventType, EnvelopeContext, EphemeralEventType, EventPayload } from "@pushpals/protocol";
import { PROTOCOL_VERSION } from "@pushpals/protocol";
import type { Clock } from "../clock";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import { chainHash } from "./chain-hash";
import type { Feed } from "./feed";

/** Where events go: the log by way of the transaction, and who listens now. */
export interface EventLog {
  clock: Clock;
  feed: Feed;
  /** Runs in the transaction of each durable event, for what follows from it without being part of it. */
  onEvent?: (tx: Tx, event: NotedEvent) => Promise<void> | undefined;
}

/** An event as it was just written. */
export type NotedEvent = {
  [T in DurableEventType]: { sessionId: string; type: T; payload: EventPayload<T> };
}[DurableEventType];

/** Whom an event is from, and what it belongs to. */
export type Context = EnvelopeContext;

export interface Appended {
  eventId: string;
  cursor: number;
}

const NEXT = statement<{ cursor: number; head_hash: string }>(
  "UPDATE sessions SET cursor = cursor + 1, last_event_at = ?2 WHERE session_id = ?1 RETURNING cursor, head_hash",
);
const HEAD = statement("UPDATE sessions SET head_hash = ?2 WHERE session_id = ?1");
const INSERT = statement(
  `INSERT INTO events (session_id, cursor, id, hash, correlation_id, turn_id, is_message, envelope,
     idempotency_key, idempotency_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
);
const CURSOR = statement<{ cursor: number }>("SELECT cursor FROM sessions WHERE session_id = ?1");

/** Writes a durable event into a session that exists, in the transaction of the change that it tells of. */
export async function appendEvent<T extends DurableEventType>(
  log: EventLog,
  tx: Tx,
  sessionId: string,
  type: T,
  payload: EventPayload<T>,
  context: Context,
  idempotency?: { key: string; hash: string },
): Promise<Appended> {
  const ts = log.clock.now();
  const place = await tx.first(NEXT, sessionId, ts);
  if (!place) throw new Error(`session ${sessionId} does not exist`);
  const eventId = Bun.randomUUIDv7();
  const text = encode(eventId, ts, sessionId, type, payload, context);
  const hash = chainHash(place.head_hash, text);
  await tx.run(
    INSERT,
    sessionId,
    place.cursor,
    eventId,
    hash,
    context.correlationId ?? null,
    context.turnId ?? null,
    type === "message" ? 1 : 0,
    text,
    idempotency?.key ?? null,
    idempotency?.hash ?? null,
  );
  await tx.run(HEAD, sessionId, hash);
  await log.onEvent?.(tx, { sessionId, type, payload } as NotedEvent);
  tx.afterCommit(() => {
    log.feed.publish(sessionId, { cursor: place.cursor, envelope: text, durable: true });
    log.feed.pulse({ sessionId, cursor: place.cursor, type });
  });
  return { eventId, cursor: place.cursor };
}

/** Sends an event to whoever listens once the transaction is durable; it is not stored. */
export async function sendEphemeral<T extends EphemeralEventType>(
  log: EventLog,
  tx: Tx,
  sessionId: string,
  type: T,
  payload: EventPayload<T>,
  context: Context,
): Promise<Appended> {
  const place = await tx.first(CURSOR, sessionId);
  if (!place) throw new Error(`session ${sessionId} does not exist`);
  const eventId = Bun.randomUUIDv7();
  tx.afterCommit(() => {
    if (!log.feed.listened(sessionId)) return;
    const text = encode(eventId, log.clock.now(), sessionId, type, payload, context);
    log.feed.publish(sessionId, { cursor: place.cursor, envelope: text, durable: false });
  });
  return { eventId, cursor: place.cursor };
}

function encode(id: string, ts: number, sessionId: string, type: string, payload: unknown, context: Context): string {
  return JSON.stringify({ protocolVersion: PROTOCOL_VERSION, id, ts, sessionId, type, payload, ...context });
}
