import { invalidate } from "../query";

/** What an event makes old, by the beginning of its type: nouns that query keys begin with. */
const AGES: readonly [prefix: string, nouns: readonly string[]][] = [
  ["request_", ["requests", "request", "status", "sessions", "needs-you"]],
  ["plan_", ["requests", "request"]],
  ["task_", ["job", "jobs"]],
  ["job_", ["jobs", "job", "requests", "request", "status", "workers", "needs-you", "sessions"]],
  ["model_", ["job"]],
  ["diff_ready", ["job", "jobs"]],
  ["committed", ["job", "jobs"]],
  ["completion_", ["completions", "jobs", "job", "status", "landing"]],
  ["merge_", ["completions", "jobs", "job", "requests", "status", "landing", "needs-you"]],
  ["pr_", ["landing", "completions"]],
  ["approv", ["approvals", "needs-you", "jobs", "job", "sessions"]],
  ["denied", ["approvals", "needs-you", "jobs", "job", "sessions"]],
  ["needs_you_", ["needs-you", "sessions"]],
  ["notified", ["notifications"]],
  ["message", ["sessions"]],
  ["assistant_", ["sessions"]],
  ["error", ["sessions", "needs-you"]],
  ["status", ["sessions", "requests", "landing"]],
];

/** However much happens, a noun is asked for again at most this often. */
const REST_MS = 1_000;

const old = new Set<string>();
let resting: ReturnType<typeof setTimeout> | null = null;

export const agedBy = (type: string): readonly string[] => AGES.find(([prefix]) => type.startsWith(prefix))?.[1] ?? [];

/** Something has happened: what is on a screen of it is fetched anew, at once and then once a second. */
export function pulseChanged(type: string): void {
  for (const noun of agedBy(type)) old.add(noun);
  if (resting === null) refresh();
}

function refresh(): void {
  resting = null;
  if (old.size === 0) return;
  for (const noun of old) invalidate([noun]);
  old.clear();
  resting = setTimeout(refresh, REST_MS);
}

/** Connected, for the first time or again: whatever is shown may be old. */
export function pulseConnected(): void {
  old.clear();
  invalidate([]);
}
