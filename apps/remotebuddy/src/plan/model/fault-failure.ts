import type { Failure, ModelUse } from "@pushpals/protocol";
import { isTransient, type ModelFault, type ModelSettings } from "@pushpals/shared/model";

/** A request that is older than this is not put off any more: then its attempts count, and it ends. */
const PATIENCE_MS = 6 * 60 * 60_000;
/** Longest time that a request is put off at once. */
const LONGEST_MS = 60 * 60_000;

/**
 * A fault of the model's server as the end of this attempt to plan. Where the server has said when to come again,
 * the request is parked until then: nothing was tried that could have gone well, so no attempt counts.
 */
export function faultFailure(fault: ModelFault, settings: ModelSettings, use: ModelUse, enqueuedAt: number): Failure {
  const { message, code } = toldOf(fault, settings);
  const waits = code === "model_quota" && fault.retryAfterMs !== undefined && Date.now() - enqueuedAt <= PATIENCE_MS;
  return {
    code,
    message: message.slice(0, 4_000),
    detail: {
      fault: fault.kind,
      model: use,
      ...(fault.status === undefined ? {} : { status: fault.status }),
      ...(waits ? { retryAfterMs: Math.min(Math.ceil(fault.retryAfterMs ?? 0), LONGEST_MS) } : {}),
    },
  };
}

function toldOf(fault: ModelFault, { model, facts, keyVariable }: ModelSettings): Pick<Failure, "code" | "message"> {
  const { kind, message } = fault;
  const who = `${model} (${facts.title})`;
  if (kind === "cancelled") return { code: "cancelled", message: "Cancelled while it was planned." };
  if (kind === "refused") return { code: "model_refused", message: `${who} declined to plan this: ${message}` };
  if (kind === "rate_limited")
    return { code: "model_quota", message: `${who} takes no more calls for now: ${message}.` };
  if (isTransient(fault)) return { code: "model_unavailable", message: `${who} gave no answer (${kind}): ${message}.` };
  const next = {
    denied: `Check the key in ${keyVariable}, then send the message again.`,
    unknown_model: "Check the model's name (bun run pushpals model), then send the message again.",
  }[kind as string];
  return {
    code: "model_misconfigured",
    message: `${who} does not take the call: ${message}. ${next ?? "Check the configuration with: bun run pushpals model"}`,
  };
}
