import { EPHEMERAL_EVENTS, type EventFrame, eventFrame, type Refusal } from "@pushpals/protocol";
import { backoffMs, delay } from "./backoff";
import { errorText, type Fetch } from "./call-route";
import { Refused, type Signal } from "./transport/connection";
import { openSse } from "./transport/sse";
import { watched } from "./transport/watched";
import { openWebSocket } from "./transport/websocket";

export interface StreamOptions {
  baseUrl: string;
  /** Left out where a browser's cookie goes along. */
  token?: string;
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
  const position = new Position(options.after ?? 0);
  const backoff = { baseMs: options.backoffBaseMs ?? BACKOFF_BASE_MS, maxMs: BACKOFF_MAX_MS };
  for (let failures = 0; ; ) {
    if (options.signal?.aborted) return yield { type: "end", reason: "aborted" };
    const startedAt = Date.now();
    const startedFrom = position.cursor;
    const over = yield* readOnce(options, position);
    if (options.signal?.aborted) continue;
    if (over.refusal && !over.refusal.retryable) return yield { type: "end", reason: "refused", refusal: over.refusal };
    if (over.reason === null && options.follow === false) return yield { type: "end", reason: "caught_up" };
    // A server that takes each connection and drops it at once is as good as away.
    const gotOn = position.cursor > startedFrom || Date.now() - startedAt >= BACKOFF_MAX_MS;
    failures = gotOn ? 1 : failures + 1;
    const inMs = backoffMs(failures, backoff);
    options.onState?.({ state: "reconnecting", inMs, reason: over.reason ?? "the server ended the stream" });
    await delay(inMs, options.signal);
  }
}

/** Why a connection is over: no reason when the server ended it in order. */
interface Over {
  reason: string | null;
  refusal?: Refusal;
}

async function* readOnce(options: StreamOptions, position: Position): AsyncGenerator<StreamItem, Over> {
  options.onState?.({ state: "connecting" });
  position.connected();
  try {
    for await (const signal of connect(options, position.cursor)) {
      if (signal.kind === "open") options.onState?.({ state: "open" });
      if (signal.kind !== "frame") continue;
      const frame = readFrame(signal.text);
      if (position.accepts(frame)) yield { type: "event", frame };
    }
    return { reason: null };
  } catch (error) {
    return { reason: errorText(error), ...(error instanceof Refused ? { refusal: error.refusal } : {}) };
  }
}

function connect(options: StreamOptions, after: number): AsyncGenerator<Signal, void> {
  const { baseUrl, token, sessionId, follow = true, silenceMs = SILENCE_MS } = options;
  const open = options.transport === "websocket" ? openWebSocket : openSse;
  const connection = { baseUrl, token, sessionId, after, follow, silenceMs, fetch: options.fetch ?? fetch };
  return watched(silenceMs, options.signal, (signal) => open({ ...connection, signal }));
}

/** How far the stream was given out, and what may come next: cursors of durable events are dense. */
class Position {
  /** A gap that a fresh connection showed again: it is the server's own, so waiting for it to close would be for ever. */
  #knownGapTo: number | null = null;
  #fresh = true;

  constructor(public cursor: number) {}

  connected(): void {
    this.#fresh = true;
  }

  /** Whether a frame is to be given out. Throws on a gap, so that the stream is asked for again from before it. */
  accepts(frame: EventFrame): boolean {
    // Ephemeral events carry the cursor of the durable one before them, so they are never new by it.
    if (frame.envelope.type in EPHEMERAL_EVENTS) return frame.cursor >= this.cursor;
    if (frame.cursor <= this.cursor) return false;
    if (frame.cursor > this.cursor + 1 && !(this.#fresh && this.#knownGapTo === frame.cursor)) {
      this.#knownGapTo = frame.cursor;
      throw new Error(`the events between ${this.cursor} and ${frame.cursor} are missing`);
    }
    this.#fresh = false;
    this.cursor = frame.cursor;
    return true;
  }
}

function readFrame(text: string): EventFrame {
  const frame = JSON.parse(text) as EventFrame;
  // Frames of our own server are trusted in detail; a stranger's would not have this shape.
  if (!Number.isSafeInteger(frame?.cursor) || typeof frame.envelope?.type !== "string") eventFrame.parse(frame);
  return frame;
}
