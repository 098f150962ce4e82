import type { Refusal } from "@pushpals/protocol";
import { handOver } from "@pushpals/shared/consume";
import { done, failed, type Outcome } from "./outcome";

/**
 * Sends a settlement until the hub has answered, or the signal aborts. It takes effect once, however often it is sent.
 * A claim that is no longer ours is nothing to report: whoever has it now settles it.
 */
export async function settle(
  send: () => Promise<{ ok: true } | Refusal>,
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  const answer = await handOver(send, signal);
  if (answer.ok || answer.code === "lease_lost" || answer.code === "already_settled") return done("settled");
  if (answer.retryable) return failed("finalization_timeout", `The hub could not be told: ${answer.message}`);
  const code = answer.code === "payload_too_large" ? "change_refused" : "internal";
  return failed(code, `The hub refused the result (${answer.code}): ${answer.message}`, { refusal: answer.code });
}
