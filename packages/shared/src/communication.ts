import type { CommandType, EnvelopeContext, EventPayload, JsonObject } from "@pushpals/protocol";
import { backoffMs, type Client, delay } from "@pushpals/sdk";
import { type Heartbeat, type HeartbeatBody, startHeartbeat } from "./heartbeat";
import type { Log } from "./log/index";

interface Outgoing {
  sessionId: string;
  type: CommandType;
  payload: JsonObject;
  context: EnvelopeContext;
  idempotencyKey: string;
}

export interface CommunicationOptions {
  client: Client;
  /** Who speaks: `remotebuddy-1`, `workerpal-2`, … */
  from: string;
  log: Log;
}

/** Events that may wait while the hub is away; beyond it progress is dropped, oldest first, then anything. */
const OUTBOX_LIMIT = 1_000;
const HUB_AWAY = { baseMs: 200, maxMs: 5_000 };
const BROKEN_TRIES = 5;
const HEARTBEAT_MS = 10_000;
/** What may be lost without harm: the next one says more. */
const DROPPED_FIRST: readonly CommandType[] = ["task_progress", "assistant_text_delta"];

/**
 * A service's voice: events into sessions, in the order of the calls, with its identity filled in. Each is sent until
 * the hub has answered (an idempotency key makes it count once). Never throws; what the hub refuses is logged.
 */
export class CommunicationManager {
  readonly #options: CommunicationOptions;
  readonly #outbox: Outgoing[] = [];
  #sending: Promise<void> | null = null;
  #dropped = 0;

  constructor(options: CommunicationOptions) {
    this.#options = options;
  }

  /** Queues an event; it is on its way when this returns. A key of the caller's own makes it count once over restarts. */
  emit<T extends CommandType>(
    sessionId: string,
    type: T,
    payload: EventPayload<T>,
    context: EnvelopeContext = {},
    idempotencyKey: string = crypto.randomUUID(),
  ): void {
    if (this.#outbox.length >= OUTBOX_LIMIT) this.#dropOne();
    this.#outbox.push({
      sessionId,
      type,
      payload: payload as JsonObject,
      context: { from: this.#options.from, ...context },
      idempotencyKey,
    });
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when all that was emitted so far is answered, or the signal aborts. */
  async flush(signal?: AbortSignal): Promise<void> {
    while (this.#sending && !signal?.aborted) {
      const aborted = Promise.withResolvers<void>();
      const abort = () => aborted.resolve();
      signal?.addEventListener("abort", abort);
      await Promise.race([this.#sending, aborted.promise]);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Says every 10 s, and at once on `touch()`, that this service lives. `stop()` says goodbye. */
  startHeartbeat(describe: () => HeartbeatBody, everyMs = HEARTBEAT_MS): Heartbeat {
    return startHeartbeat(this.#options.client, describe, everyMs);
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#outbox[0]; next; next = this.#outbox[0]) {
      await this.#send(next);
      // It may have been dropped meanwhile, so it is not always the first.
      const at = this.#outbox.indexOf(next);
      if (at >= 0) this.#outbox.splice(at, 1);
    }
    // In the same turn as the last look into the outbox: what is emitted from now on starts anew.
    this.#sending = null;
  }

  async #send({ sessionId, type, payload, context, idempotencyKey }: Outgoing): Promise<void> {
    const { client, log } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const answer = await client.sessions.command({ id: sessionId, type, payload, idempotencyKey, ...context });
      if (answer.ok) return;
      // A hub that is away comes back; one that breaks on this very event must not hold up all that follow.
      if (!answer.retryable || (answer.code === "internal" && attempt >= BROKEN_TRIES)) {
        log.error({ code: answer.code, type, sessionId }, `an event was refused: ${answer.message}`);
        return;
      }
      await delay(backoffMs(attempt, HUB_AWAY));
    }
  }

  #dropOne(): void {
    // The first is being sent.
    const droppable = this.#outbox.findIndex((one, at) => at > 0 && DROPPED_FIRST.includes(one.type));
    this.#outbox.splice(droppable > 0 ? droppable : 1, 1);
    this.#dropped += 1;
    if (this.#dropped % 100 === 1)
      this.#options.log.warn({ dropped: this.#dropped }, "the hub is away and the outbox is full: events are dropped");
  }
}
