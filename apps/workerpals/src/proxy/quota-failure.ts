import type { Failure } from "@pushpals/protocol";
import { failureOf } from "../outcome";
import type { ModelQuota } from "./types";

/** When the model did not say when to come back. */
const UNTOLD_MS = 5 * 60_000;
const LEAST_MS = 5_000;
/** The longest that an item can be put off at once; then it is tried, and put off again. */
const MOST_MS = 24 * 3_600_000;

/** The failure of an attempt that ended for want of quota: the job waits for the reset, and loses no attempt. */
export function quotaFailure(quota: ModelQuota, now: number = Date.now()): Failure {
  const retryAfterMs = Math.min(Math.max((quota.resetAt ?? now + UNTOLD_MS) - now, LEAST_MS), MOST_MS);
  const until = new Date(now + retryAfterMs).toISOString();
  return failureOf(
    "model_quota",
    `The model takes no more calls for now (${quota.message}). Tried again at ${until}.`,
    {
      retryAfterMs,
      status: quota.status,
    },
  );
}
