/** The most jobs that one job can be made to wait for. */
const MAX_DEPENDENCIES = 1_000;

/** When a job may start, given the unfinished jobs whose paths overlap with its own. */
export type Place =
  | { kind: "free" }
  /** Once these are over, well or not: a failed neighbour is no reason to fail too. */
  | { kind: "after"; jobIds: string[] }
  /** More than can be named: ask again when some of them have ended. */
  | { kind: "too_many"; count: number };

/**
 * Work on the same paths is done in the order in which it was asked for. The order holds because one RemoteBuddy
 * plans one request at a time, in the order of arrival: all earlier work on these paths is queued when this is asked.
 */
export function placeAfter(overlapping: readonly string[]): Place {
  const jobIds = [...new Set(overlapping)];
  if (jobIds.length === 0) return { kind: "free" };
  return jobIds.length > MAX_DEPENDENCIES ? { kind: "too_many", count: jobIds.length } : { kind: "after", jobIds };
}
