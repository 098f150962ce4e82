import type { Asked } from "../asked";
import { isPlain } from "../asked";
import type { Topic } from "../topic";

/** What waits, what is done, what was asked for, and who does it. */
export const WORK: readonly Topic[] = [
  {
    name: "approvals",
    form: "anything about what waits for an approval",
    ask: (asked) =>
      isPlain(asked) &&
      asked.only("approvals", "queue", "jobs", "review", "requests", "git_diff", "status") &&
      asked.isFact &&
      (asked.lookup.isQuestion || asked.has("approval", "approvals", "approve"))
        ? { about: "approvals" }
        : null,
    examples: [
      "is there anything waiting for my approval?",
      "show pending approvals",
      "list open approvals",
      "what needs approval from me?",
    ],
    counterexamples: ["approve everything", "what are approvals?", "show approvals by date", "approved"],
  },
  {
    name: "review",
    form: "anything about what has landed",
    ask: (asked) =>
      asked.namesOnly("numbers", "since", "until", "refs") &&
      asked.only("review", "jobs", "requests", "git_diff", "status", "queue") &&
      !asked.only("jobs", "status") &&
      !asked.has("difference", "differences", "differ") &&
      asked.isFact &&
      asked.names.refs.every((ref) => /^(?:main|master|develop|main_agents|trunk)$/.test(ref)) &&
      (asked.lookup.isQuestion || asked.lookup.clauses[0]?.start !== "bare")
        ? { about: "review" }
        : null,
    examples: ["what has landed so far?", "show me what landed", "what was merged this week?"],
    counterexamples: ["land it", "why has it landed", "what landed twice", "landed"],
  },
  {
    name: "workers",
    form: "anything about workers",
    ask: (asked) => {
      const who = asked.has("who", "anyone", "anybody", "someone", "nobody") && asked.only("status", "jobs");
      return isPlain(asked) &&
        (asked.only("workers", "status", "jobs", "queue") || who) &&
        asked.isFact &&
        !asked.has("why", "up", "you")
        ? { about: "workers" }
        : asked.only("workers", "status") && isPlain(asked) && asked.isFact && !asked.has("why")
          ? { about: "workers" }
          : null;
    },
    examples: [
      "are there any workers online?",
      "which workers are busy?",
      "is any worker idle?",
      "the workers, are they idle?",
      "worker 2 looks dead to me, is it?",
    ],
    counterexamples: [
      "are workers isolated?",
      "get more workers",
      "what are workers?",
      "2 workers please",
      "another worker",
    ],
  },
  {
    name: "queue",
    form: "anything about what waits",
    ask: (asked) =>
      isPlain(asked) &&
      asked.only("queue", "requests", "jobs", "status", "workers") &&
      !asked.has("failed", "done", "fail", "why") &&
      asked.isFact
        ? { about: "queue" }
        : null,
    examples: [
      "is the queue empty?",
      "how many requests are currently in the queue?",
      "list everything that is pending",
      "how many jobs ahead of mine",
      "position of my request in the queue?",
      "what's waiting and for how long",
    ],
    counterexamples: ["how are jobs queued?", "is the queue durable?", "what is the queue?", "queue the jobs"],
  },
  {
    name: "jobs",
    form: "anything about jobs, and what failed or is done",
    ask: (asked) =>
      isPlain(asked) &&
      asked.only("jobs", "status", "review", "queue", "help") &&
      asked.isFact &&
      !asked.has("why", "help", "able", "possible") &&
      !(asked.first === "when" && asked.has("it")) &&
      (!asked.has("you", "it") || asked.has("jobs", "job", "finish", "finished", "completed", "done", "run")) &&
      isAskedOrNamed(asked, /^(?:jobs?|tasks?)$/)
        ? { about: "jobs" }
        : null,
    examples: [
      "did anything fail?",
      "which jobs have failed today?",
      "how many jobs are running right now?",
      "jobs that ended in the last hour",
    ],
    counterexamples: [
      "have the jobs fail",
      "tell me when the jobs are done",
      "what are jobs?",
      "are jobs isolated?",
      "fail the jobs",
      "done",
      "failed",
    ],
  },
  {
    name: "requests",
    form: "anything about what was asked for",
    ask: (asked) =>
      isPlain(asked) &&
      !asked.has("job", "jobs", "why") &&
      asked.only("requests", "status", "jobs", "git_log", "queue", "review") &&
      asked.isFact &&
      isAskedOrNamed(asked, /^requests?$/)
        ? { about: "requests" }
        : null,
    examples: ["what were my last requests?", "which requests have I made?"],
    counterexamples: ["request changes", "what are requests?", "get requests logged"],
  },
];

/** A word such as "failed" or "done" alone tells something; it asks only in a question, or beside the noun. */
const isAskedOrNamed = ({ lookup, words }: Asked, noun: RegExp): boolean =>
  lookup.isQuestion ||
  lookup.clauses[0]?.start === "look" ||
  lookup.clauses[0]?.isAsked === true ||
  words.some((word) => noun.test(word));
