import type { Asked } from "../asked";
import type { Topic } from "../topic";

/** What became of a job, a request or a commit, by its id. */
const isAboutItem = (asked: Asked): boolean =>
  asked.names.ids.length === 1 &&
  asked.namesOnly("ids", "since", "until", "numbers", "refs") &&
  asked.names.refs.every((ref) => /^(?:main|master|develop|main_agents|trunk)$/.test(ref)) &&
  !asked.has("commit", "how's") &&
  asked.within(
    "fault",
    "tree",
    "git_diff",
    "git_status",
    "branches",
    "jobs",
    "status",
    "queue",
    "review",
    "requests",
    "git_log",
    "workers",
    "approvals",
  ) &&
  (!asked.has("error", "errors", "reason", "reasons", "cause", "exception", "problem", "problems", "wrong", "broke") ||
    asked.lookup.isQuestion ||
    asked.has("what")) &&
  (!asked.has("why") ||
    asked.has(
      "fail",
      "failed",
      "failing",
      "stuck",
      "waiting",
      "wait",
      "taking",
      "pending",
      "cancelled",
      "aborted",
      "rejected",
      "refused",
      "crashed",
    )) &&
  (asked.lookup.clauses[0]?.start !== "bare" ||
    asked.lookup.isQuestion ||
    !asked.has("again", "need", "wrong", "stuck"));

/** One job, request or commit, by its id. */
export const ITEMS: readonly Topic[] = [
  {
    name: "log",
    form: "anything about the log of job <id>",
    ask: (asked) => {
      const [id] = asked.names.ids;
      return id !== undefined &&
        asked.namesOnly("ids", "lines", "numbers") &&
        asked.has("log", "logs", "output", "printed", "stdout", "stderr") &&
        asked.only("log", "jobs", "git_log", "status") &&
        !asked.has("why")
        ? { about: "log", id }
        : null;
    },
    examples: ["can I see the output of job 3f2a9c1d?", "print the log for job 3f2a9c1d", "logs of 3f2a9c1d please"],
    counterexamples: ["delete the output of job 3f2a9c1d", "show the log of job 3f2a9c1d in the footer"],
  },
  {
    name: "request",
    form: "anything about request <id>",
    ask: (asked) =>
      asked.has("request") && isAboutItem(asked) ? { about: "request", id: asked.names.ids[0] ?? "" } : null,
    examples: ["what became of request 3f2a9c1d?", "has request 3f2a9c1d landed?"],
    counterexamples: ["request 3f2a9c1d again", "drop request 3f2a9c1d"],
  },
  {
    name: "job",
    form: "anything about job <id>",
    ask: (asked) =>
      asked.has("job", "task") && isAboutItem(asked) ? { about: "job", id: asked.names.ids[0] ?? "" } : null,
    examples: [
      "tell me about job 3f2a9c1d",
      "why has job 3f2a9c1d failed",
      "what's going on with job 3f2a9c1d",
      "job f1d0aa, what came out of it?",
      "what's job 2ab93f stuck on",
    ],
    counterexamples: [
      "do job 3f2a9c1d over",
      "make job 3f2a9c1d fail",
      "run job 3f2a9c1d with more memory",
      "why did job 3f2a9c1d fail, and rerun it",
    ],
  },
  {
    name: "item",
    form: "<id>, or anything about it",
    ask: (asked) => (isAboutItem(asked) ? { about: "item", id: asked.names.ids[0] ?? "" } : null),
    examples: [
      "a41c9e",
      "2e77fc?",
      "why did 3fd8a7 fail",
      "did e5510b go through",
      "any news on c3c3f8",
      "is b39f02 still waiting or did someone pick it up?",
      "whats teh status of b00c1e",
    ],
    counterexamples: [
      "2e77fc again",
      "retry 3fd8a7",
      "a41c9e is wrong",
      "3fd8a7 without the tests",
      "why did 3fd8a7 choose redis?",
    ],
  },
];
