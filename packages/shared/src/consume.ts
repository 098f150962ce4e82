import {
  type ClaimedCompletion,
  type ClaimedJob,
  type ClaimedRequest,
  type Failure,
  type Lease,
  type Refusal,
  refuse,
} from "@pushpals/protocol";
import { backoffMs, type Client, delay } from "@pushpals/sdk";
import type { Log } from "./log/index";

export interface Claim<T> {
  item: T;
  id: string;
  lease: Lease;
  queueWaitMs: number;
}

type Answer = { ok: true } | Refusal;
type Beat = { ok: true; expiresAt: number; cancelRequested: boolean } | Refusal;

/** One of the three queues, as a consumer sees it. */
export interface QueueClient<T> {
  claim(waitMs: number, signal: AbortSignal): Promise<Claim<T> | Refusal>;
  heartbeat(id: string, leaseToken: string, waitMs: number, signal: AbortSignal): Promise<Beat>;
  fail(id: string, leaseToken: string, failure: Failure): Promise<Answer>;
  release(id: string, leaseToken: string, reason: string): Promise<Answer>;
}

export type AbortReason = "lease_lost" | "cancelled" | "shutdown";

export interface WorkContext {
  leaseToken: string;
  attempt: number;
  queueWaitMs: number;
  /** Aborts when the work has to stop; `abortReason` says why. */
  signal: AbortSignal;
  abortReason(): AbortReason | null;
}

export interface ConsumeOptions<T> {
  queue: QueueClient<T>;
  /** Settles its item itself by a hand-over and answers "settled", or answers the failure to report. */
  handle(item: T, context: WorkContext): Promise<"settled" | Failure>;
  log: Log;
  /** Aborts when the process is to end: no new claim, the item in hand gets `drainGraceMs`. */
  draining: AbortSignal;
  drainGraceMs?: number;
  onIdle?(): void;
  onBusy?(id: string): void;
}

const CLAIM_WAIT_MS = 25_000;
const DRAIN_GRACE_MS = 10_000;
const HUB_AWAY = { baseMs: 250, maxMs: 10_000 };
/** Beats per lease: two may be lost before it runs out. */
const BEATS_PER_LEASE = 3;
const SETTLE_TRIES = 8;

/**
 * The one loop of all consumers: claims by long poll, renews the lease by held heartbeats, so that a cancel is heard
 * at once, backs off while the hub is away, and drains. Returns once `draining` has aborted and nothing is in hand.
 * After a lost lease nothing is sent for the item: it is somebody else's.
 */
export async function consume<T>(options: ConsumeOptions<T>): Promise<void> {
  const { queue, log, draining } = options;
  for (let failures = 0; !draining.aborted; ) {
    const claim = await queue.claim(CLAIM_WAIT_MS, draining);
    if ("item" in claim) {
      failures = 0;
      if (draining.aborted) await settle(() => queue.release(claim.id, claim.lease.token, "shutting down"), log);
      else await work(claim, options);
    } else if (claim.code === "nothing_pending") failures = 0;
    else if (!draining.aborted) {
      failures += 1;
      const waitMs = backoffMs(failures, HUB_AWAY);
      log.warn({ code: claim.code, waitMs }, `cannot claim: ${claim.message}`);
      await delay(waitMs, draining);
    }
  }
}

async function work<T>(claim: Claim<T>, options: ConsumeOptions<T>): Promise<void> {
  const { queue, log } = options;
  const held = new HeldLease(claim.lease);
  const stopDrain = abortAfterDrain(held, options);
  options.onBusy?.(claim.id);
  const beating = keepLease(claim, held, queue, log);
  const outcome = await handle(claim, held, options);
  held.finish();
  stopDrain();
  await beating;
  const { token } = claim.lease;
  if (outcome !== "settled" && held.reason !== "lease_lost") {
    if (held.reason === "shutdown") await settle(() => queue.release(claim.id, token, "shutting down"), log);
    else
      await settle(() => queue.fail(claim.id, token, held.reason === "cancelled" ? cancelled(outcome) : outcome), log);
  }
  options.onIdle?.();
}

const cancelled = (outcome: Failure): Failure =>
  outcome.code === "cancelled" ? outcome : { code: "cancelled", message: "Cancelled while it ran." };

async function handle<T>(claim: Claim<T>, held: HeldLease, options: ConsumeOptions<T>): Promise<"settled" | Failure> {
  try {
    return await options.handle(claim.item, {
      leaseToken: claim.lease.token,
      attempt: claim.lease.attempt,
      queueWaitMs: claim.queueWaitMs,
      signal: held.signal,
      abortReason: () => held.reason,
    });
  } catch (error) {
    options.log.error({ err: error, id: claim.id }, "the work on an item threw");
    const told = error instanceof Error ? error.message : String(error);
    return { code: "internal", message: `Something in Push Pals broke: ${told}`.slice(0, 4_000) };
  }
}

/** The lease in hand: when it runs out by this process's own clock, and why the work was told to stop. */
class HeldLease {
  reason: AbortReason | null = null;
  readonly #work = new AbortController();
  readonly #beat = new AbortController();
  #deadline: number;
  readonly lengthMs: number;

  constructor(lease: Lease) {
    this.lengthMs = Math.max(1_000, lease.expiresAt - Date.now());
    this.#deadline = performance.now() + this.lengthMs;
  }
  get signal(): AbortSignal {
    return this.#work.signal;
  }
  get beatSignal(): AbortSignal {
    return this.#beat.signal;
  }
  get finished(): boolean {
    return this.#beat.signal.aborted;
  }
  get remainingMs(): number {
    return this.#deadline - performance.now();
  }
  /** Renewed by a beat that was sent at `sentAt` (of `performance.now()`). */
  renew(sentAt: number): void {
    this.#deadline = sentAt + this.lengthMs;
  }
  /** The first reason counts, but a lost lease overrules: then nothing may be sent. */
  abort(reason: AbortReason): void {
    if (this.reason === null || reason === "lease_lost") this.reason = reason;
    this.#work.abort(reason);
  }
  finish(): void {
    this.#beat.abort();
  }
}

async function keepLease<T>(claim: Claim<T>, held: HeldLease, queue: QueueClient<T>, log: Log): Promise<void> {
  const waitMs = Math.floor(held.lengthMs / BEATS_PER_LEASE);
  for (let failures = 0; !held.finished; ) {
    const sentAt = performance.now();
    // Once a cancel was heard there is nothing more to be held open for: beat by the clock.
    const hold = held.reason === null ? waitMs : 0;
    const beat = await queue.heartbeat(claim.id, claim.lease.token, hold, held.beatSignal);
    if (held.finished) return;
    if (beat.ok) {
      failures = 0;
      held.renew(sentAt);
      if (beat.cancelRequested && held.reason === null) held.abort("cancelled");
      if (held.reason !== null) await delay(waitMs, held.beatSignal);
      continue;
    }
    // The held beat is answered as soon as this claim is settled, often before the settling call itself is.
    if (beat.code === "already_settled") return;
    if (!beat.retryable) {
      log.warn({ id: claim.id, code: beat.code }, `the lease is lost: ${beat.message}`);
      return held.abort("lease_lost");
    }
    failures += 1;
    await delay(Math.min(backoffMs(failures, HUB_AWAY), Math.max(0, held.remainingMs)), held.beatSignal);
    if (!held.finished && held.remainingMs <= 0) {
      log.warn({ id: claim.id }, "the hub was away for as long as the lease lasts; the work is given up");
      return held.abort("lease_lost");
    }
  }
}

/** On shutdown the item in hand gets a grace to end by itself. Answers how to call it off. */
function abortAfterDrain<T>(held: HeldLease, options: ConsumeOptions<T>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drain = () => {
    timer = setTimeout(() => held.abort("shutdown"), options.drainGraceMs ?? DRAIN_GRACE_MS);
  };
  options.draining.addEventListener("abort", drain);
  if (options.draining.aborted) drain();
  return () => {
    clearTimeout(timer);
    options.draining.removeEventListener("abort", drain);
  };
}

/** Sends a settlement until it is answered: a line that drops must not cost the result. */
async function settle(send: () => Promise<Answer>, log: Log): Promise<void> {
  for (let attempt = 1; attempt <= SETTLE_TRIES; attempt++) {
    const answer = await send();
    if (answer.ok) return;
    if (!answer.retryable || attempt === SETTLE_TRIES) {
      log.warn({ code: answer.code }, `a settlement was not taken: ${answer.message}`);
      return;
    }
    await delay(backoffMs(attempt, HUB_AWAY));
  }
}

export function requestsQueue(client: Client, agentId: string): QueueClient<ClaimedRequest> {
  return {
    claim: async (waitMs, signal) => {
      const reply = await client.requests.claim({ agentId, waitMs }, { signal });
      return reply.ok ? toClaim(reply.request, reply.request.requestId, reply) : reply;
    },
    ...settlements(client.requests),
  };
}

export function jobsQueue(client: Client, workerId: string, labels: string[] = []): QueueClient<ClaimedJob> {
  return {
    claim: async (waitMs, signal) => {
      const reply = await client.jobs.claim({ workerId, labels, waitMs }, { signal });
      return reply.ok ? toClaim(reply.job, reply.job.jobId, reply) : reply;
    },
    ...settlements(client.jobs),
  };
}

export function completionsQueue(client: Client, pusherId: string): QueueClient<ClaimedCompletion> {
  return {
    claim: async (waitMs, signal) => {
      const reply = await client.completions.claim({ pusherId, waitMs }, { signal });
      return reply.ok ? toClaim(reply.completion, reply.completion.completionId, reply) : reply;
    },
    ...settlements(client.completions),
  };
}

const toClaim = <T>(item: T, id: string, reply: { lease: Lease; queueWaitMs: number }): Claim<T> => ({
  item,
  id,
  lease: reply.lease,
  queueWaitMs: reply.queueWaitMs,
});

type Settlements = Pick<Client["requests" | "jobs" | "completions"], "heartbeat" | "fail" | "release">;

function settlements(routes: Settlements): Pick<QueueClient<unknown>, "heartbeat" | "fail" | "release"> {
  return {
    heartbeat: (id, leaseToken, waitMs, signal) => routes.heartbeat({ id, leaseToken, waitMs }, { signal }),
    fail: (id, leaseToken, failure) => routes.fail({ id, leaseToken, failure }),
    release: (id, leaseToken, reason) => routes.release({ id, leaseToken, reason }),
  };
}

/** Sends a hand-over until it is answered or the work has to stop; the idempotency key makes a second try harmless. */
export async function handOver<R extends { ok: true }>(
  send: () => Promise<R | Refusal>,
  signal: AbortSignal,
): Promise<R | Refusal> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    const answer = await send();
    if (answer.ok || !answer.retryable) return answer;
    await delay(backoffMs(attempt, HUB_AWAY), signal);
  }
  return refuse("unreachable", "the hand-over was given up before the hub answered");
}
