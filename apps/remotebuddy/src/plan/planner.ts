import type { ClaimedRequest, Failure, Plan } from "@pushpals/protocol";

/** What a planner makes of a request. A plan may also be a direct answer. */
export type Planned = { ok: true; plan: Plan } | { ok: false; failure: Failure };

export interface Planner {
  /** `builtin`, or the model that plans. */
  name: string;
  plan(request: ClaimedRequest, signal: AbortSignal): Promise<Planned>;
}
