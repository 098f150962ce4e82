/** What a message asks about, when it can be answered from facts at once. */
export type Question =
  | { about: "help" }
  | { about: "status" }
  | { about: "queue" }
  | { about: "requests" }
  | { about: "jobs" }
  | { about: "workers" }
  | { about: "approvals" }
  | { about: "job"; id: string }
  | { about: "request"; id: string }
  | { about: "log"; id: string }
  | { about: "git_status" }
  | { about: "git_log"; ref?: string }
  | { about: "git_diff"; range?: string }
  | { about: "branches" }
  | { about: "review" }
  | { about: "file"; path: string; from?: number; to?: number }
  | { about: "why"; path: string; line: number }
  | { about: "search"; text: string }
  | { about: "tree"; path: string }
  /** Nothing that facts could answer: a greeting, thanks. */
  | { about: "small_talk"; text: string }
  /** A command that lacks its argument: the answer shows its form. */
  | { about: "usage"; form: string };

/**
 * One line of the front desk's rule table. The examples and counterexamples are its tests, and the examples are
 * what `/help` shows, so the documentation cannot drift from what is matched.
 */
export interface Rule {
  /** Stable; told to the caller, stored with the answer. */
  name: string;
  /** The forms that it matches, for people. */
  form: string;
  /** The question in this text, or null. Matches the whole text, never a part of it. */
  match(text: string): Question | null;
  /** Messages that this rule decides. */
  examples: readonly [string, ...string[]];
  /** Messages that look alike and must go to the planner. */
  counterexamples: readonly string[];
}
