import { type ClaimedCompletion, ERRORS, type Failure, type FailureCode, type Refusal } from "@pushpals/protocol";
import { backoffMs, delay } from "@pushpals/sdk";
import type { Delivery, LandingDesk, LandingEnd } from "./landing-desk";

/** Causes that pass by themselves, or that a person mends elsewhere. */
const OUTSIDE: ReadonlySet<FailureCode> = new Set(["remote_unavailable", "landing_unknown", "integration_moved"]);
/** The machine that checks, or the branch that is checked on, is at fault: nothing can be judged until that is mended. */
const UNJUDGED: ReadonlySet<FailureCode> = new Set(["sandbox_unavailable", "workspace_failed", "integration_red"]);
/** What meets all deliveries alike, so that one try after each back-off says enough. */
const FOR_ALL: ReadonlySet<FailureCode> = new Set([...UNJUDGED, "remote_unavailable", "landing_unknown"]);
/** An outage that is over is noticed within this time. */
const BACKOFF = { baseMs: 1_000, maxMs: 30_000 };

export const isOutside = (failure: Failure): boolean => OUTSIDE.has(failure.code);

/**
 * Whether the item goes back unharmed, its attempt not counted: an outage of any length, or a branch that is red without
 * it, fails nobody's work.
 */
export const isPause = (failure: Failure): boolean => isOutside(failure) || UNJUDGED.has(failure.code);

/** Tells the server how a delivery ended. A failure that counts is given back, for the loop to report. */
export async function settle(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  delivery: Delivery,
  end: LandingEnd,
): Promise<"settled" | Failure> {
  const { completionId: id } = completion;
  const { leaseToken } = delivery;
  if (end.at === "failed" && !isPause(end.failure)) {
    if (end.failure.code === "checks_failed") resume(desk);
    if (end.failure.code !== "cancelled") desk.metrics.rejected();
    return end.failure;
  }
  if (end.at === "failed") return await pause(desk, completion, delivery, end.failure);
  resume(desk);
  if (end.at === "landed") desk.metrics.landed(performance.now() - (delivery.claimedAt ?? performance.now()));
  if (end.at === "parked") {
    const reason = "waits for an approval";
    await insist(desk, delivery, () =>
      desk.client.completions.release({ id, leaseToken, approvalId: end.approvalId, reason }),
    );
    return "settled";
  }
  await desk.onStep?.("before processed");
  await insist(desk, delivery, () => desk.client.completions.processed({ id, leaseToken, landed: end.landing }));
  await desk.onStep?.("after processed");
  return "settled";
}

/** Something got through: checks can be judged, and the remote answers. */
function resume({ outage, log, voice, onChange }: LandingDesk): void {
  if (outage.paused) log.info({ was: outage.paused.failure.code }, "landings go on");
  for (const sessionId of outage.told) voice.emit(sessionId, "status", { state: "note", text: "Landings go on." });
  const wasPaused = outage.paused !== null;
  outage.inARow = 0;
  outage.told.clear();
  outage.paused = null;
  if (wasPaused) onChange?.();
}

/**
 * While nothing can be judged, or the remote is away, one delivery is tried after each back-off; the others go back
 * untried. Null when this one is to be tried.
 */
export async function heldBack(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  delivery: Delivery,
): Promise<"settled" | null> {
  const { paused } = desk.outage;
  const waitMs = paused && FOR_ALL.has(paused.failure.code) ? paused.untilMs - Date.now() : 0;
  if (!paused || waitMs <= 0) return null;
  tellOfPause(desk, completion, paused.failure);
  await giveBack(desk, completion, delivery, paused.failure, Math.ceil(waitMs));
  return "settled";
}

async function pause(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  delivery: Delivery,
  failure: Failure,
): Promise<"settled"> {
  const { outage } = desk;
  outage.inARow += 1;
  const afterMs = Math.round(backoffMs(outage.inARow, BACKOFF));
  outage.paused = { failure, since: outage.paused?.since ?? Date.now(), untilMs: Date.now() + afterMs };
  const { completionId } = completion;
  desk.log.warn({ completionId, failure, afterMs, inARow: outage.inARow }, "landing paused");
  desk.onChange?.();
  tellOfPause(desk, completion, failure);
  await giveBack(desk, completion, delivery, failure, afterMs);
  return "settled";
}

/** Once for a session. */
function tellOfPause(desk: LandingDesk, { sessionId, jobId, requestId }: ClaimedCompletion, failure: Failure): void {
  if (desk.outage.told.has(sessionId)) return;
  desk.outage.told.add(sessionId);
  const text = `Landing is paused: ${failure.message} Nothing is lost; it goes on by itself.`.slice(0, 8_000);
  desk.voice.emit(sessionId, "status", { state: "note", text, jobId, ...(requestId ? { requestId } : {}) });
}

async function giveBack(
  desk: LandingDesk,
  { completionId: id }: ClaimedCompletion,
  delivery: Delivery,
  failure: Failure,
  afterMs: number,
): Promise<void> {
  const { leaseToken } = delivery;
  const reason = failure.message.slice(0, 1_000);
  await insist(desk, delivery, () => desk.client.completions.release({ id, leaseToken, reason, afterMs }));
}

/** Sends a settlement until it has an answer that will not change. A lost lease ends it: the next delivery finds all. */
async function insist(
  desk: LandingDesk,
  { signal }: Delivery,
  send: () => Promise<{ ok: true } | Refusal>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send();
    if (answer.ok) return;
    const again = ERRORS[answer.code].retryable && !signal.aborted;
    desk.log.warn({ code: answer.code, message: answer.message, again }, "a settlement was not taken");
    if (!again) return;
    await delay(backoffMs(attempt, { baseMs: 200, maxMs: 5_000 }), signal);
  }
}
