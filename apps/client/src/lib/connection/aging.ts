/** What an event makes old, by the beginning of its type: nouns that query keys begin with. */
const AGES: readonly [prefix: string, nouns: readonly string[]][] = [
  ["request_", ["requests", "request", "status", "sessions", "needs-you"]],
  ["plan_", ["requests", "request"]],
  ["task_", ["job", "jobs"]],
  ["job_", ["jobs", "job", "requests", "request", "status", "workers", "needs-you", "sessions"]],
  ["model_", ["job"]],
  ["tool_", ["job"]],
  ["candidate_", ["job", "jobs"]],
  ["diff_ready", ["job", "jobs"]],
  ["committed", ["job", "jobs"]],
  ["completion_", ["completions", "jobs", "job", "status", "landing"]],
  ["merge_", ["completions", "jobs", "job", "requests", "status", "landing", "needs-you"]],
  ["base_merge_", ["landing"]],
  ["pr_", ["landing", "completions"]],
  ["approv", ["approvals", "grants", "needs-you", "jobs", "job", "sessions"]],
  ["denied", ["approvals", "needs-you", "jobs", "job", "sessions"]],
  ["grants_", ["grants"]],
  ["needs_you_", ["needs-you", "sessions"]],
  ["notified", ["notifications"]],
  // Said to a job it is an answer; said by one it may be a question.
  ["message", ["sessions", "jobs", "job", "needs-you"]],
  ["assistant_", ["sessions", "jobs", "job", "needs-you"]],
  ["error", ["sessions", "needs-you"]],
  ["status", ["sessions", "requests", "landing"]],
];

/** The nouns that an event of this type makes old. */
export const agedBy = (type: string): readonly string[] => AGES.find(([prefix]) => type.startsWith(prefix))?.[1] ?? [];
