import type { EventPayload, Refusal } from "@pushpals/protocol";

/** What the exit code of a command means. */
export const EXIT = { done: 0, failed: 1, usage: 2, cancelled: 3, unreachable: 4, interrupted: 130 } as const;

type Outcome = Extract<EventPayload<"status">, { state: "request_ended" }>["outcome"];

export const OUTCOME_EXIT: Record<Outcome, number> = {
  answered: EXIT.done,
  landed: EXIT.done,
  completed: EXIT.done,
  failed: EXIT.failed,
  mixed: EXIT.failed,
  cancelled: EXIT.cancelled,
};

/** A call that was refused: unreachable, wrongly put, or failed. */
export function refusalExit(code: Refusal["code"]): number {
  if (code === "unreachable" || code === "store_unavailable" || code === "shutting_down") return EXIT.unreachable;
  return code === "bad_request" ? EXIT.usage : EXIT.failed;
}
