import type { Refusal } from "@pushpals/protocol";
import { backoffMs, delay } from "@pushpals/shared/lifecycle";
import { done, failed, type Outcome } from "./outcome";

/**
 * Sends a settlement until the hub has answered, or the signal aborts. It takes effect once, however often it is sent.
 * A claim that is no longer ours is nothing to report: whoever has it now settles it.
 */
export async function settle(
  send: () => Promise<{ ok: true } | Refusal>,
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send();
    if (answer.ok || answer.code === "lease_lost" || answer.code === "already_settled") return done("settled");
    if (signal.aborted) return failed("finalization_timeout", `The hub could not be told: ${answer.message}`);
    if (!answer.retryable) {
      const code = answer.code === "payload_too_large" ? "change_refused" : "internal";
      return failed(code, `The hub refused the result (${answer.code}): ${answer.message}`, { refusal: answer.code });
    }
    await delay(backoffMs(attempt, { baseMs: 200, maxMs: 5_000 }), signal);
  }
}
