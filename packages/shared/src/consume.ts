import { type Failure, type JobMessage, type Refusal, refuse } from "@pushpals/protocol";
import { backoffMs, delay } from "@pushpals/sdk";
import { type AbortReason, HeldLease } from "./lease/held-lease";
import { keepLease } from "./lease/keep-lease";
import { Mailbox } from "./lease/mailbox";
import type { Log } from "./log/index";
import type { Answer, Claim, QueueClient } from "./queue-client";

export type { AbortReason } from "./lease/held-lease";
export * from "./queue-client";

export interface WorkContext {
  leaseToken: string;
  attempt: number;
  queueWaitMs: number;
  /** Aborts when the work has to stop; `abortReason` says why. */
  signal: AbortSignal;
  abortReason(): AbortReason | null;
  /** Hands on what a person says to this work, also what was said before, in order and each once. */
  onMessage(listener: (message: JobMessage) => void): void;
}

export interface ConsumeOptions<T> {
  queue: QueueClient<T>;
  /** Settles its item itself by a hand-over and answers "settled", or answers the failure to report. */
  handle(item: T, context: WorkContext): Promise<"settled" | Failure>;
  log: Log;
  /** Aborts when the process is to end: no new claim, the item in hand gets `drainGraceMs`. */
  draining: AbortSignal;
  drainGraceMs?: number;
  /** How many items may be in hand at a time, each with its own lease; asked before each claim. Default 1. */
  concurrency?(): number;
  /** No more items come at once: none wait, or as many are in hand as may be. For handlers that work on several. */
  onCaughtUp?(): void;
  /** Why nothing may be claimed now, or null. Asked before each claim, and from time to time until it is null. */
  admit?(): string | null | Promise<string | null>;
  /** What `admit` says, when that changes. */
  onHeld?(reason: string | null): void;
  /** How often `admit` is asked again. */
  admitEveryMs?: number;
  /** Nothing is in hand any more. */
  onIdle?(): void;
  onBusy?(id: string): void;
}

const CLAIM_WAIT_MS = 25_000;
const DRAIN_GRACE_MS = 10_000;
const ADMIT_EVERY_MS = 5_000;
const HUB_AWAY = { baseMs: 250, maxMs: 10_000 };
const SETTLE_TRIES = 8;
/** A process that is to end does not wait for the hub: the lease runs out by itself. */
const RELEASE_TRIES = 3;
const SHUTTING_DOWN = "shutting down";

/**
 * The one loop of all consumers: claims by long poll, renews the lease by held heartbeats, so that a cancel is heard
 * at once, backs off while the hub is away, and drains. With `concurrency` it goes on claiming while work is in hand:
 * first all that wait at once, then by long poll. Returns once `draining` has aborted and nothing is in hand.
 * After a lost lease nothing is sent for the item: it is somebody else's.
 */
export async function consume<T>(options: ConsumeOptions<T>): Promise<void> {
  const { queue, log, draining } = options;
  const inHand = new Set<Promise<void>>();
  let caughtUp = true;
  for (let failures = 0; !draining.aborted; ) {
    if (inHand.size >= Math.max(1, options.concurrency?.() ?? 1)) {
      options.onCaughtUp?.();
      await Promise.race(inHand);
      continue;
    }
    // Not awaited where there is nothing to wait for: the claim is sent in the same turn.
    if (options.admit) await admission(options);
    if (draining.aborted) break;
    const claim = await queue.claim(caughtUp ? CLAIM_WAIT_MS : 0, draining);
    caughtUp = !("item" in claim) || options.concurrency === undefined;
    if (caughtUp) options.onCaughtUp?.();
    if ("item" in claim) {
      failures = 0;
      if (draining.aborted) await release(claim, options);
      else begin(claim, inHand, options);
    } else if (claim.code === "nothing_pending") failures = 0;
    else if (!draining.aborted) {
      failures += 1;
      const waitMs = backoffMs(failures, HUB_AWAY);
      log[claim.retryable ? "warn" : "error"]({ code: claim.code, waitMs }, `cannot claim: ${claim.message}`);
      await delay(waitMs, draining);
    }
  }
  options.onCaughtUp?.();
  await Promise.all(inHand);
}

function begin<T>(claim: Claim<T>, inHand: Set<Promise<void>>, options: ConsumeOptions<T>): void {
  const working = work(claim, options).finally(() => {
    inHand.delete(working);
    if (inHand.size === 0) options.onIdle?.();
  });
  inHand.add(working);
}

/** Waits until work may be taken, and tells both ends of the wait. */
async function admission<T>(options: ConsumeOptions<T>): Promise<void> {
  const { admit, onHeld, log, draining, admitEveryMs = ADMIT_EVERY_MS } = options;
  let told: string | null = null;
  const ask = async () => (await admit?.()) ?? null;
  for (let reason = await ask(); reason !== null && !draining.aborted; reason = await ask()) {
    if (told === null) log.warn({ reason }, "no work is taken for now");
    if (told !== reason) onHeld?.(reason);
    told = reason;
    await delay(admitEveryMs, draining);
  }
  if (told === null) return;
  onHeld?.(null);
  log.info("work is taken again");
}

async function work<T>(claim: Claim<T>, options: ConsumeOptions<T>): Promise<void> {
  const { queue, log } = options;
  const { id, lease } = claim;
  const itemLog = log.child({ id });
  const held = new HeldLease(lease, () => itemLog.warn("the lease ran out unanswered; the work is given up"));
  const stopDrain = abortAfterDrain(held, options);
  options.onBusy?.(id);
  const mailbox = new Mailbox();
  mailbox.deliver(claim.messages ?? []);
  const beating = keepLease(
    held,
    async (waitMs, signal) => mailbox.take(await queue.heartbeat(id, lease.token, waitMs, signal, mailbox.last)),
    itemLog,
  );
  const outcome = await handle(claim, held, mailbox, options);
  held.finish();
  stopDrain();
  await beating;
  if (outcome !== "settled") await report(claim, held.reason, outcome, options);
}

/** Tells the hub how work ended that did not settle its item itself. */
async function report<T>(
  claim: Claim<T>,
  reason: AbortReason | null,
  outcome: Failure,
  options: ConsumeOptions<T>,
): Promise<void> {
  if (reason === "lease_lost") return;
  if (reason === "shutdown") return release(claim, options);
  const parkedMs = reason === null ? parkTime(outcome) : null;
  if (parkedMs !== null) return release(claim, options, outcome.message.slice(0, 1_000), parkedMs);
  const isOwnName = reason !== "cancelled" || outcome.code === "cancelled";
  const failure: Failure = isOwnName ? outcome : { code: "cancelled", message: "Cancelled while it ran." };
  await settle(() => options.queue.fail(claim.id, claim.lease.token, failure), SETTLE_TRIES, options.log);
}

/** How long an item has to wait for a cause that is none of its own, in milliseconds; null when it has failed. */
function parkTime({ code, detail }: Failure): number | null {
  const told = code === "model_quota" ? detail?.["retryAfterMs"] : undefined;
  return typeof told === "number" ? Math.ceil(told) : null;
}

function release<T>(claim: Claim<T>, options: ConsumeOptions<T>, reason = SHUTTING_DOWN, afterMs?: number) {
  const { queue, log } = options;
  const tries = afterMs === undefined ? RELEASE_TRIES : SETTLE_TRIES;
  return settle(() => queue.release(claim.id, claim.lease.token, reason, afterMs), tries, log);
}

async function handle<T>(
  claim: Claim<T>,
  held: HeldLease,
  mailbox: Mailbox,
  options: ConsumeOptions<T>,
): Promise<"settled" | Failure> {
  try {
    return await options.handle(claim.item, {
      leaseToken: claim.lease.token,
      attempt: claim.lease.attempt,
      queueWaitMs: claim.queueWaitMs,
      signal: held.signal,
      abortReason: () => held.reason,
      onMessage: (listener) => mailbox.open(listener),
    });
  } catch (error) {
    options.log.error({ err: error, id: claim.id }, "the work on an item threw");
    const told = error instanceof Error ? error.message : String(error);
    return { code: "internal", message: `Something in Push Pals broke: ${told}`.slice(0, 4_000) };
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
async function settle(send: () => Promise<Answer>, tries: number, log: Log): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send();
    if (answer.ok) return;
    if (!answer.retryable || attempt >= tries) {
      log.warn({ code: answer.code }, `a settlement was not taken: ${answer.message}`);
      return;
    }
    await delay(backoffMs(attempt, HUB_AWAY));
  }
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
