import { FAILURES, type Failure } from "@pushpals/protocol";
import type { ItemRow } from "../store/tables";
import { CANCELLED, FAILED } from "./codes";
import type { Queue } from "./queue";

export type Verdict =
  | { kind: "retry"; at: number; failure: Failure }
  | { kind: "end"; status: typeof FAILED | typeof CANCELLED; failure: Failure };

/** What becomes of an item whose claim ended in this failure. */
export function judgeFailure(queue: Queue, item: ItemRow, failure: Failure): Verdict {
  if (failure.code === "cancelled") return { kind: "end", status: CANCELLED, failure };
  if (item.cancel_requested === 1)
    return { kind: "end", status: CANCELLED, failure: { code: "cancelled", message: "Cancelled on request." } };
  if (FAILURES[failure.code].retry === "never") return { kind: "end", status: FAILED, failure };
  if (item.attempts < item.max_attempts)
    return { kind: "retry", at: queue.clock.now() + queue.settings.backoffMs(item.attempts), failure };
  const exhausted: Failure = {
    code: "attempts_exhausted",
    message: `Given up after ${item.attempts} attempts. The last one: ${failure.message}`.slice(0, 4_000),
    detail: { ...failure.detail, lastCode: failure.code },
  };
  return { kind: "end", status: FAILED, failure: exhausted };
}

/** The failure of a claim whose lease ran out. */
export const leaseRanOut = (owner: string | null): Failure => ({
  code: "internal",
  message: `${owner ?? "The one who claimed it"} stopped answering: its lease ran out.`,
});
