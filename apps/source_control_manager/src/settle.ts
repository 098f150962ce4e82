import { type ClaimedCompletion, ERRORS, type Failure, type FailureCode, type Refusal } from "@pushpals/protocol";
import { backoffMs, delay } from "@pushpals/sdk";
import type { Delivery, LandingDesk, LandingEnd } from "./landing-desk";

/**
 * Causes that lie outside of the change and of Push Pals: the item goes back unharmed, its attempt not counted, so that an
 * outage of any length fails nobody's work.
 */
const PAUSES: ReadonlySet<FailureCode> = new Set(["remote_unavailable", "landing_unknown", "integration_moved"]);

export const isPause = (failure: Failure): boolean => PAUSES.has(failure.code);

/** Tells the server how a delivery ended. A failure that counts is given back, for the loop to report. */
export async function settle(
  desk: LandingDesk,
  completion: ClaimedCompletion,
  delivery: Delivery,
  end: LandingEnd,
): Promise<"settled" | Failure> {
  const { completionId: id } = completion;
  const { leaseToken } = delivery;
  if (end.at === "failed" && !isPause(end.failure)) return end.failure;
  if (end.at === "failed") return await pause(desk, completion, delivery, end.failure);
  desk.outage.inARow = 0;
  desk.outage.told.clear();
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

async function pause(
  desk: LandingDesk,
  { completionId: id, sessionId, jobId, requestId }: ClaimedCompletion,
  delivery: Delivery,
  failure: Failure,
): Promise<"settled"> {
  const { outage } = desk;
  outage.inARow += 1;
  const afterMs = Math.round(backoffMs(outage.inARow, { baseMs: 1_000, maxMs: 60_000 }));
  desk.log.warn({ completionId: id, failure, afterMs, inARow: outage.inARow }, "landing paused");
  if (!outage.told.has(sessionId)) {
    outage.told.add(sessionId);
    const text = `Landing is paused: ${failure.message} Nothing is lost; it goes on by itself.`.slice(0, 8_000);
    desk.voice.emit(sessionId, "status", { state: "note", text, jobId, ...(requestId ? { requestId } : {}) });
  }
  const { leaseToken } = delivery;
  const reason = failure.message.slice(0, 1_000);
  await insist(desk, delivery, () => desk.client.completions.release({ id, leaseToken, reason, afterMs }));
  return "settled";
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
