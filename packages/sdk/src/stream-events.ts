import { EPHEMERAL_EVENTS, type EventFrame, eventFrame, type Refusal } from "@pushpals/protocol";
import { backoffMs, delay } from "./backoff";
import { errorText, type Fetch } from "./call-route";
import { timeLimit } from "./time-limit";
import { Refused, type Signal } from "./transport/connection";
import { openSse } from "./transport/sse";
import { openWebSocket } from "./transport/websocket";

export interface StreamOptions {
  baseUrl: string;
  token: string;
  sessionId: string;
  /** Events after this cursor; 0, the default, is all of them. */
  after?: number;
  /** `false` ends the stream once it has caught up. */
  follow?: boolean;
  transport?: "sse" | "websocket";
  signal?: AbortSignal;
  onState?(state: StreamState): void;
  fetch?: Fetch;
  /** No byte, not even a keepalive, for this long means that the line is dead; 45 s unless told. */
  silenceMs?: number;
  /** Wait before the first reconnection; it doubles up to 15 s. */
  backoffBaseMs?: number;
}

export type StreamState =
  | { state: "connecting" }
  | { state: "open" }
  | { state: "reconnecting"; inMs: number; reason: string };

export type StreamItem =
  | { type: "event"; frame: EventFrame }
  | { type: "end"; reason: "aborted" | "caught_up" }
  | { type: "end"; reason: "refused"; refusal: Refusal };

const SILENCE_MS = 45_000;
const BACKOFF_BASE_MS = 250;
const BACKOFF_MAX_MS = 15_000;

/**
 * A session's events from a cursor on, then live, each exactly once: after every break it reconnects from the last
 * cursor it gave out, and drops what it has given out already. Never rejects: the last item is always an `end`.
 */
export async function* streamEvents(options: StreamOptions): AsyncGenerator<StreamItem, void> {
  const follow = options.follow ?? true;
  let cursor = options.after ?? 0;
  for (let failures = 0; ; ) {
    if (options.signal?.aborted) return yield { type: "end", reason: "aborted" };
    options.onState?.({ state: "connecting" });
    let reason = "the server ended the stream";
    try {
      for await (const signal of connect(options, cursor)) {
        failures = 0;
        if (signal.kind === "open") options.onState?.({ state: "open" });
        if (signal.kind !== "frame") continue;
        const frame = readFrame(signal.text);
        const durable = frame.cursor > cursor;
        if (!durable && !isEphemeral(frame)) continue;
        cursor = Math.max(cursor, frame.cursor);
        yield { type: "event", frame };
      }
      if (!follow && !options.signal?.aborted) return yield { type: "end", reason: "caught_up" };
    } catch (error) {
      if (error instanceof Refused && !error.refusal.retryable)
        return yield { type: "end", reason: "refused", refusal: error.refusal };
      reason = errorText(error);
    }
    if (options.signal?.aborted) continue;
    failures += 1;
    const inMs = backoffMs(failures, { baseMs: options.backoffBaseMs ?? BACKOFF_BASE_MS, maxMs: BACKOFF_MAX_MS });
    options.onState?.({ state: "reconnecting", inMs, reason });
    await delay(inMs, options.signal);
  }
}

/** One connection, watched: silence ends it like a broken line. */
async function* connect(options: StreamOptions, after: number): AsyncGenerator<Signal, void> {
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  const limit = timeLimit(silenceMs, options.signal);
  const open = options.transport === "websocket" ? openWebSocket : openSse;
  const base = options.baseUrl.replace(/\/$/, "");
  const query = new URLSearchParams({ after: String(after), ...(options.follow === false ? { follow: "false" } : {}) });
  const path = `/sessions/${encodeURIComponent(options.sessionId)}/${options.transport === "websocket" ? "ws" : "events"}`;
  try {
    const signals = open({
      url: `${base}${path}?${query}`,
      token: options.token,
      signal: limit.signal,
      fetch: options.fetch ?? fetch,
    });
    for await (const signal of signals) {
      limit.extend();
      yield signal;
    }
    if (limit.expired()) throw new Error(`nothing was heard for ${silenceMs} ms`);
  } catch (error) {
    throw limit.expired() ? new Error(`nothing was heard for ${silenceMs} ms`) : error;
  } finally {
    limit.release();
  }
}

function readFrame(text: string): EventFrame {
  const frame = JSON.parse(text) as EventFrame;
  // Frames of our own server are trusted in detail; a stranger's would not have this shape.
  if (typeof frame?.cursor !== "number" || typeof frame.envelope?.type !== "string") eventFrame.parse(frame);
  return frame;
}

/** Ephemeral events carry the cursor of the durable one before them, so they are never new by it. */
const isEphemeral = (frame: EventFrame): boolean => frame.envelope.type in EPHEMERAL_EVENTS;
