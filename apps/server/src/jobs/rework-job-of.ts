import type { Failure } from "@pushpals/protocol";

/** The job that took the place of one whose landing failed so; null when none did. */
export function reworkJobOf(failure: Failure | null): string | null {
  const id = failure?.detail?.["reworkJobId"];
  return typeof id === "string" ? id : null;
}
