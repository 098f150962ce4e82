import { z } from "zod";
import { EVENTS, type EventPayload, type EventType } from "./events/index";
import { cursor, sessionId, timestamp, uuid } from "./ids";
import { PROTOCOL_VERSION } from "./version";

/** What every event carries besides its type and payload. */
export const envelopeFields = {
  protocolVersion: z.literal(PROTOCOL_VERSION),
  id: uuid,
  ts: timestamp,
  sessionId,
  from: z.string().max(200).optional(),
  to: z.string().max(200).optional(),
  /** The request or job that this belongs to. */
  correlationId: z.string().max(200).optional(),
  parentId: z.string().max(200).optional(),
  /** One message of a person and all that came of it. */
  turnId: z.string().max(200).optional(),
  traceId: z.string().max(200).optional(),
} as const;

/** The context that a sender may choose. */
export const envelopeContext = z.strictObject({
  from: envelopeFields.from,
  to: envelopeFields.to,
  correlationId: envelopeFields.correlationId,
  parentId: envelopeFields.parentId,
  turnId: envelopeFields.turnId,
  traceId: envelopeFields.traceId,
});
export type EnvelopeContext = z.infer<typeof envelopeContext>;

export type EnvelopeOf<T extends EventType> = z.infer<z.ZodObject<typeof envelopeFields>> & {
  type: T;
  payload: EventPayload<T>;
};
/** An event of any type, told apart by `type`. */
export type Envelope = { [T in EventType]: EnvelopeOf<T> }[EventType];

const types = Object.keys(EVENTS) as EventType[];
const options = types.map((type) =>
  z.strictObject({ ...envelopeFields, type: z.literal(type), payload: EVENTS[type] as z.ZodType }),
);

/** Checks the whole envelope, the payload against its type, and refuses unknown keys. */
export const envelope = z
  .discriminatedUnion("type", options as unknown as [(typeof options)[number], ...typeof options])
  .meta({ id: "Envelope" }) as unknown as z.ZodType<Envelope>;

/** One frame of SSE or WebSocket. An ephemeral event carries the cursor of the durable one before it. */
export const eventFrame = z.strictObject({ envelope, cursor }).meta({ id: "EventFrame" });
export type EventFrame = { envelope: Envelope; cursor: number };
