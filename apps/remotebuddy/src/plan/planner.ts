import type { ClaimedRequest, Failure, ModelUse, Plan } from "@pushpals/protocol";

/** What a planner makes of a request. A plan may also be a direct answer. */
export type Planned =
  | {
      ok: true;
      plan: Plan;
      /** What the model took, when one made the plan. */
      use?: ModelUse;
    }
  | { ok: false; failure: Failure };

export interface Planner {
  /** `builtin`, or the model that plans. */
  name: string;
  plan(request: ClaimedRequest, signal: AbortSignal): Promise<Planned>;
}
