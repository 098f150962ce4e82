import { count, FAILURE_WORDS, some, span } from "@pushpals/sdk";
import type { Plan, RequestRow } from "../row";
import { type Phrase, phrase } from "./phrase";

export function requestPhrase(request: RequestRow): Phrase {
  const { state, plan, failure, outcome } = request;
  if (state === "queued")
    // Where in line it is by now, the dock above the composer says.
    return phrase("quiet", "Queued", request.priority === "background" ? "in the background" : "");
  if (state === "planning" && !plan) return phrase("active", "Planning", "");
  if (failure) return phrase("bad", "Failed:", "the request", FAILURE_WORDS[failure.code].title);
  if (outcome === "cancelled" && request.jobs.length === 0) return phrase("attention", "Cancelled", "before it began");
  if (!plan) return phrase("quiet", "Answered", "");
  return phrase("quiet", "Planned", planned(plan), planOutcome(plan));
}

function planned({ requiresWorker, subtasks, lane }: Plan): string {
  if (!requiresWorker) return "an answer";
  if (subtasks > 1) return count(subtasks, "part");
  return lane === "deterministic" ? "a script" : "work for an agent";
}

function planOutcome(plan: Plan): string {
  return [
    `${plan.riskLevel} risk`,
    ...(plan.targetPaths.length > 0 ? [some(plan.targetPaths, 2, plan.targetPathCount)] : []),
    ...(plan.model ? [`${plan.model.model}, ${span(plan.model.latencyMs)}`] : []),
  ].join(" · ");
}

/** Whether a request says something that its answer and its jobs do not. */
export const isWorthARow = ({ state, outcome, plan, failure }: RequestRow): boolean =>
  state !== "ended" || failure !== null || outcome === "cancelled" || (plan?.requiresWorker ?? false);
