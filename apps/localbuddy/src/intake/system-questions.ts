import { type Form, SHOW } from "./form";

const THE = "(?:(?:the|my|your|our|current) )*";
const ID = "#?(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,12})";

/** About Push Pals itself: what it can do, does, and has done. */
export const SYSTEM_QUESTIONS: readonly Form[] = [
  {
    name: "help",
    form: "what can you do",
    patterns: [
      /help|commands|usage/,
      /what (?:can|do) you do|what can i (?:say|ask|write|do)(?: here)?|how (?:do|does) (?:you|this|it) work/,
      new RegExp(`${SHOW} (?:commands|help)`),
    ],
    ask: () => ({ about: "help" }),
    examples: ["help", "Help!", "what can you do?", "How does this work?", "show me the commands"],
    counterexamples: [
      "help me rename src/a.ts to src/b.ts",
      "what can you do about the failing test?",
      "add a help command",
      "how does it work when the token is wrong? Please fix it",
    ],
  },
  {
    name: "status",
    form: "what's the status",
    patterns: [
      /(?:system )?(?:status|state)(?: report)?/,
      new RegExp(`(?:what(?:'s|’s| is)|${SHOW}) ${THE}(?:system )?(?:status|state)(?: report)?`),
      new RegExp(`${SHOW} (?:system )?(?:status|state)(?: report)?`),
      /how (?:is it|are things|is everything) going|what(?:'s|’s| is) (?:going on|happening|running)/,
      /what are you (?:doing|working on)|are you (?:busy|there|online)|is anything running/,
    ],
    ask: () => ({ about: "status" }),
    examples: [
      "status",
      "Status?",
      "what's the status",
      "What is the current status?",
      "show me the status please",
      "what are you working on?",
      "hey, what's going on?",
    ],
    counterexamples: [
      "status bar: make it red",
      "what's the status code when the body is too large? It should be 413",
      "change the status to done",
      "the status is wrong",
      "set status",
      "show me the status and then delete the old logs",
      "status. Also rename a.ts to b.ts",
    ],
  },
  {
    name: "queue",
    form: "what is in the queue",
    patterns: [
      /(?:the )?queue/,
      new RegExp(`${SHOW} queue`),
      /what(?:'s|’s| is) (?:in (?:the|your) queue|queued|waiting|pending)|how long is the queue|is anything (?:queued|waiting|pending)/,
    ],
    ask: () => ({ about: "queue" }),
    examples: ["queue", "what is in the queue?", "show me the queue", "how long is the queue"],
    counterexamples: [
      "queue a rename of a.ts to b.ts",
      "what is in the queue module is wrong, rewrite it",
      "empty the queue",
      "show me the queue as a table in the client",
    ],
  },
  {
    name: "requests",
    form: "show my requests",
    patterns: [/requests/, new RegExp(`${SHOW} requests`)],
    ask: () => ({ about: "requests" }),
    examples: ["requests", "show my requests", "list the recent requests"],
    counterexamples: ["cancel all requests", "requests should be logged", "list requests in the admin page"],
  },
  {
    name: "jobs",
    form: "show the jobs",
    patterns: [/jobs/, new RegExp(`${SHOW} jobs`), /(?:which|what) jobs (?:are|were) (?:there|running|done|finished)/],
    ask: () => ({ about: "jobs" }),
    examples: ["jobs", "show the last jobs", "which jobs are running?"],
    counterexamples: ["run the jobs", "jobs: remove the table", "list jobs by priority on the page"],
  },
  {
    name: "workers",
    form: "which workers are online",
    patterns: [
      /workers/,
      new RegExp(`${SHOW} workers`),
      /(?:which|what|how many) workers (?:are|do we have)(?: there| online| running)?|who is online/,
    ],
    ask: () => ({ about: "workers" }),
    examples: ["workers", "which workers are online?", "how many workers are there"],
    counterexamples: ["start more workers", "workers must not share a folder, fix that"],
  },
  {
    name: "approvals",
    form: "what needs my approval",
    patterns: [
      /approvals/,
      new RegExp(`${SHOW} approvals`),
      /what needs (?:my |an )?approval|is (?:anything|something) waiting for (?:my |an )?approval|what (?:do i have|is there) to approve/,
    ],
    ask: () => ({ about: "approvals" }),
    examples: ["approvals", "what needs my approval?"],
    counterexamples: ["approve it", "approve all approvals", "what needs approval should be configurable"],
  },
  {
    name: "job",
    form: "how is job <id> doing",
    patterns: [
      new RegExp(`(?:${SHOW} )?job ${ID}`),
      new RegExp(`(?:how is|what happened (?:to|with|in)) job ${ID}(?: doing| going)?`),
      new RegExp(`why did job ${ID} fail`),
      new RegExp(`(?:(?:what(?:'s|’s| is)|${SHOW}) )?(?:the )?(?:status|state) of job ${ID}`),
    ],
    ask: ({ id }) => ({ about: "job", id: (id ?? "").toLowerCase() }),
    examples: [
      "how is job 3f2a9c1d doing",
      "job 3f2a9c1d",
      "show me job 3F2A9C1D",
      "why did job 3f2a9c1d fail?",
      "what happened to job 3f2a9c1d?",
      "status of job 01890a5d-ac96-774b-bcce-b302099a8057",
    ],
    counterexamples: [
      "cancel job 3f2a9c1d",
      "run job 3f2a9c1d again",
      "why did job 3f2a9c1d fail? Fix it",
      "job 3f2a9c1d should be undone",
    ],
  },
  {
    name: "request",
    form: "how is request <id> doing",
    patterns: [
      new RegExp(`(?:${SHOW} )?request ${ID}`),
      new RegExp(`how is request ${ID} (?:doing|going)`),
      new RegExp(`(?:what happened (?:to|with)|why did) request ${ID}(?: fail)?`),
      new RegExp(`(?:(?:what(?:'s|’s| is)|${SHOW}) )?(?:the )?(?:status|state) of request ${ID}`),
    ],
    ask: ({ id }) => ({ about: "request", id: (id ?? "").toLowerCase() }),
    examples: ["how is request 3f2a9c1d going?", "request 3f2a9c1d", "why did request 3f2a9c1d fail"],
    counterexamples: ["request changes on 3f2a9c1d", "redo request 3f2a9c1d"],
  },
  {
    name: "log",
    form: "show the log of job <id>",
    patterns: [new RegExp(`(?:${SHOW} )?(?:logs?|output) (?:of|for|from) job ${ID}`)],
    ask: ({ id }) => ({ about: "log", id: (id ?? "").toLowerCase() }),
    examples: ["show the log of job 3f2a9c1d", "logs of job 3f2a9c1d", "show me the output of job 3f2a9c1d"],
    counterexamples: ["log job 3f2a9c1d", "delete the log of job 3f2a9c1d", "show the log of job ids in the footer"],
  },
];
