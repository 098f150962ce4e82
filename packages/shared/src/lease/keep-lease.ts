import type { Refusal } from "@pushpals/protocol";
import { backoffMs, delay, timeLimit } from "@pushpals/sdk";
import type { Log } from "../log/index";
import type { HeldLease } from "./held-lease";

export type Beat = { ok: true; expiresAt: number; cancelRequested: boolean } | Refusal;

/** Sends one heartbeat, held by the hub for up to `waitMs`. */
export type SendBeat = (waitMs: number, signal: AbortSignal) => Promise<Beat>;

/** Beats per lease: two may be lost before it runs out. */
const BEATS_PER_LEASE = 3;
const MAX_HOLD_MS = 10_000;
const HUB_AWAY = { baseMs: 250, maxMs: 5_000 };

/**
 * Renews a lease until the work is over. Each beat is held open by the hub, so that a cancel is heard at once. While
 * the hub does not answer it goes on trying: the lease itself says when that is too late.
 */
export async function keepLease(held: HeldLease, send: SendBeat, log: Log): Promise<void> {
  const intervalMs = Math.min(MAX_HOLD_MS, Math.floor(held.lengthMs / BEATS_PER_LEASE));
  for (let failures = 0; !held.finished; ) {
    const sentAt = performance.now();
    // Once the work was told to stop there is nothing more to be held open for: beat by the clock.
    const holdMs = held.reason === null ? intervalMs : 0;
    const beat = await sendLimited(held, send, holdMs, intervalMs);
    if (held.finished) return;
    if (beat.ok) {
      failures = 0;
      held.renew(sentAt);
      if (beat.cancelRequested && held.reason === null) held.abort("cancelled");
      if (held.reason !== null) await delay(intervalMs, held.beatSignal);
      continue;
    }
    // The held beat is answered as soon as this claim is settled, often before the settling call itself is.
    if (beat.code === "already_settled") return held.finish();
    if (!beat.retryable) {
      log.warn({ code: beat.code }, `the lease is lost: ${beat.message}`);
      held.abort("lease_lost");
      return held.finish();
    }
    failures += 1;
    await delay(Math.min(backoffMs(failures, HUB_AWAY), intervalMs), held.beatSignal);
  }
}

/** A hub that hangs must not use up the lease with one call. */
async function sendLimited(held: HeldLease, send: SendBeat, holdMs: number, graceMs: number): Promise<Beat> {
  const limit = timeLimit(holdMs + graceMs, held.beatSignal);
  try {
    return await send(holdMs, limit.signal);
  } finally {
    limit.release();
  }
}
