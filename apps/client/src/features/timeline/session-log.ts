import { type Envelope, EPHEMERAL_EVENTS, type EventFrame, type Refusal } from "@pushpals/protocol";
import type { StreamItem } from "@pushpals/sdk";
import { createStore, type StoreApi } from "zustand/vanilla";
import { applyFrames } from "./apply-frames";
import { emptyTimeline, type Timeline } from "./timeline";

export interface SessionState {
  readonly timeline: Timeline;
  /** What is shown was kept from an earlier visit, and is being caught up with. */
  readonly isKept: boolean;
  /** Nothing has come yet, not even an empty beginning. */
  readonly isLoading: boolean;
  /** Why the stream has ended for good. */
  readonly refusal: Refusal | null;
}

export interface SessionSource {
  /** The session's events after a cursor, then live; ends only when it is told to, or refused. */
  stream(after: number, signal: AbortSignal, onOpen: () => void): AsyncIterable<StreamItem>;
  /** What was kept of the session, and where to keep it. */
  kept(): Timeline | null;
  keep(timeline: Timeline): void;
}

/** A frame of the screen is 16 ms: text flows at this rate, and what comes at once is drawn at once. */
const FLUSH_MS = 50;
/** Where drawing is slow, it is done less often rather than late. */
const FLUSH_SLOW_MS = 250;
/** A stream that pours is not drawn until it slackens, or this long has passed: a replay is drawn in a few steps. */
const POURING = 40;
const POURING_MAX_MS = 400;
/** What is known to come is waited for this long, so that the end of a long session is drawn first. */
const EXPECTED_MAX_MS = 2_000;

/**
 * One session as it is told, for whoever shows it. It listens while somebody does, and goes on from its cursor when
 * somebody comes back.
 */
export class SessionLog {
  readonly store: StoreApi<SessionState>;
  readonly #source: SessionSource;
  #buffer: EventFrame[] = [];
  #timeline: Timeline = emptyTimeline;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #bufferedSince = 0;
  #seenInBuffer = 0;
  #flushMs = FLUSH_MS;
  #listeners = 0;
  #expected = 0;
  #stop: AbortController | null = null;
  readonly #told = new Set<(event: Envelope) => void>();

  constructor(source: SessionSource) {
    this.#source = source;
    const kept = source.kept();
    this.store = createStore<SessionState>(() => ({
      timeline: kept ?? emptyTimeline,
      isKept: kept !== null,
      isLoading: kept === null,
      refusal: null,
    }));
  }

  /** Listens until the answer is called. Several may listen; there is one stream. */
  listen(): () => void {
    this.#listeners += 1;
    if (this.#listeners === 1) this.#start();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#listeners -= 1;
      if (this.#listeners === 0) this.#end();
    };
  }

  /** Says how far the session has got, as another call has told: until then it is being caught up with. */
  expect(cursor: number): void {
    this.#expected = Math.max(this.#expected, cursor);
  }

  /** Asks for the stream anew, from where it is: after a refusal, or when the line is better than it was. */
  restart(): void {
    if (this.#listeners === 0) return;
    this.#end();
    this.#start();
  }

  /** Calls back with what is told and not kept, until the answer is called. */
  onTold(listen: (event: Envelope) => void): () => void {
    this.#told.add(listen);
    return () => this.#told.delete(listen);
  }

  keepNow(): void {
    if (this.#timeline.cursor > 0) this.#source.keep(this.#timeline);
  }

  #start(): void {
    const stop = new AbortController();
    this.#stop = stop;
    this.store.setState({ refusal: null });
    void this.#run(stop.signal);
  }

  #end(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#flush();
    this.keepNow();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const onOpen = () => this.#schedule(FLUSH_SLOW_MS);
    for await (const item of this.#source.stream(this.#timeline.cursor, signal, onOpen)) {
      if (signal.aborted) return;
      if (item.type === "event") this.#take(item.frame);
      else if (item.reason === "refused") this.store.setState({ refusal: item.refusal, isLoading: false });
    }
  }

  #take(frame: EventFrame): void {
    if (frame.envelope.type in EPHEMERAL_EVENTS) for (const listen of this.#told) listen(frame.envelope);
    if (this.#buffer.length === 0) this.#bufferedSince = performance.now();
    this.#buffer.push(frame);
    this.#schedule(this.#flushMs);
  }

  #schedule(inMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const came = this.#buffer.length - this.#seenInBuffer;
      const waited = performance.now() - this.#bufferedSince;
      this.#seenInBuffer = this.#buffer.length;
      const isBehind = came > 0 && this.#lastBuffered() < this.#expected;
      if ((isBehind && waited < EXPECTED_MAX_MS) || (came > POURING && waited < POURING_MAX_MS))
        this.#schedule(FLUSH_MS);
      else this.#flush();
    }, inMs);
  }

  #lastBuffered(): number {
    return this.#buffer.at(-1)?.cursor ?? this.#timeline.cursor;
  }

  #flush(): void {
    const frames = this.#buffer;
    this.#buffer = [];
    this.#seenInBuffer = 0;
    this.#timeline = applyFrames(this.#timeline, frames);
    const { timeline, isKept, isLoading } = this.store.getState();
    // What was kept stays in sight until what is told anew has come as far.
    if (isKept && this.#timeline.cursor < timeline.cursor) return;
    if (!isKept && !isLoading && this.#timeline === timeline) return;
    const began = performance.now();
    this.store.setState({ timeline: this.#timeline, isKept: false, isLoading: false });
    setTimeout(() => {
      const tookMs = performance.now() - began;
      this.#flushMs = Math.min(FLUSH_SLOW_MS, Math.max(FLUSH_MS, tookMs * 2));
    }, 0);
  }
}
