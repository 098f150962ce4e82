import { z } from "zod";
import { ephemeralEvents, jobEvents } from "./job";
import { landingEvents } from "./landing";
import { draftEvents, messageEvents } from "./message";
import { requestEvents } from "./request";

/** Stored and replayed, in order, without a gap. Type to payload. */
export const DURABLE_EVENTS = { ...messageEvents, ...requestEvents, ...jobEvents, ...landingEvents } as const;

/** Delivered to whoever listens now. Type to payload. */
export const EPHEMERAL_EVENTS = { ...ephemeralEvents, ...draftEvents } as const;

export const EVENTS = { ...DURABLE_EVENTS, ...EPHEMERAL_EVENTS } as const;

export type DurableEventType = keyof typeof DURABLE_EVENTS;
export type EphemeralEventType = keyof typeof EPHEMERAL_EVENTS;
/** The durable types by what they are about, for whoever handles all types, group by group. */
export type MessageEventType = keyof typeof messageEvents;
export type RequestEventType = keyof typeof requestEvents;
export type JobEventType = keyof typeof jobEvents;
export type LandingEventType = keyof typeof landingEvents;
export type EventType = keyof typeof EVENTS;
export type EventPayload<T extends EventType> = z.infer<(typeof EVENTS)[T]>;

export const isDurable = (type: EventType): type is DurableEventType => type in DURABLE_EVENTS;

/**
 * What only its sender knows, and so may be sent by `POST /sessions/:id/command`.
 * All other types tell of a change of the server's own state, which the server alone may tell.
 */
export const COMMAND_TYPES = [
  "assistant_message",
  "status",
  "error",
  "plan_created",
  "task_started",
  "task_progress",
  "tool_call",
  "tool_result",
  "model_used",
  "pr_opened",
  "assistant_text_delta",
] as const satisfies readonly EventType[];
export type CommandType = (typeof COMMAND_TYPES)[number];
export const commandType = z.enum(COMMAND_TYPES);
