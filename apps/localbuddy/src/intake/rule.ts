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
  /** Whatever bears this id: a job, a request, a commit. */
  | { about: "item"; id: string }
  | { about: "log"; id: string }
  | { about: "git_status" }
  | {
      about: "git_log";
      /** A branch, tag or commit, or `a..b`. */
      ref?: string;
      path?: string;
      author?: string;
      /** Moments, in words that git reads. */
      since?: string;
      until?: string;
      count?: number;
      /** In the message of the commit. */
      text?: string;
    }
  | { about: "git_diff"; range?: string; path?: string; staged?: boolean }
  | { about: "commit"; rev: string }
  | { about: "branches" }
  | { about: "review" }
  | { about: "file"; path: string; from?: number; to?: number; last?: number }
  | { about: "why"; path: string; line: number }
  | { about: "search"; text: string; path?: string }
  /** The entries of a folder; or, `named`, the files anywhere below it that are called so, or end so (".md"). */
  | { about: "tree"; path: string; named?: string }
  /** Nothing that facts could answer: a greeting, thanks. */
  | { about: "small_talk"; text: string }
  /** Several in one message, each answered. */
  | { about: "several"; questions: Question[] }
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
