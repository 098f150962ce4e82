import type { Failure, ModelUse } from "@pushpals/protocol";
import { isTransient, type ModelFault, type ModelSettings } from "@pushpals/shared/model";
import type { Planned } from "../planner";

/** A fault of the model's server as the end of this attempt to plan. */
export function faultFailure(
  fault: ModelFault,
  settings: ModelSettings,
  use: ModelUse,
): Extract<Planned, { ok: false }> {
  const { message, code } = toldOf(fault, settings);
  const failure: Failure = {
    code,
    message: message.slice(0, 4_000),
    detail: { fault: fault.kind, model: use, ...(fault.status === undefined ? {} : { status: fault.status }) },
  };
  const waits = fault.kind === "rate_limited" && fault.retryAfterMs !== undefined;
  return { ok: false, failure, ...(waits ? { comeAgainMs: fault.retryAfterMs } : {}) };
}

function toldOf(fault: ModelFault, { model, facts, keyVariable }: ModelSettings): Pick<Failure, "code" | "message"> {
  const { kind, message } = fault;
  const who = `${model} (${facts.title})`;
  if (kind === "cancelled") return { code: "cancelled", message: "Cancelled while it was planned." };
  if (kind === "refused") return { code: "model_refused", message: `${who} declined to plan this: ${message}` };
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
