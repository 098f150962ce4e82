import { isRepoPath } from "@pushpals/protocol";
import { lines } from "./line-range";
import type { Question, Rule } from "./rule";

interface Command {
  name: string;
  form: string;
  /** What it answers, for people. */
  summary: string;
  /** The question for the text after the command's word; null when the text does not fit, "usage" when it lacks. */
  read(rest: string): Question | "usage" | null;
  examples: readonly [string, ...string[]];
  counterexamples: readonly string[];
}

const ID = /^(?:job |request )?#?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{6,12})$/i;
/** A branch, tag or commit, or two of them with `..` between; git itself says whether it exists. */
const REF = /^(?!-)[\w@{}~^+./-]{1,200}$/;

const bare =
  (question: Question) =>
  (rest: string): Question | null =>
    rest === "" ? question : null;

const byId = (about: "job" | "request" | "log") => (rest: string) => {
  if (rest === "") return "usage" as const;
  const id = ID.exec(rest)?.[1];
  return id === undefined ? null : { about, id: id.toLowerCase() };
};

export const DESK_COMMANDS: readonly Command[] = [
  {
    name: "/help",
    form: "/help",
    summary: "What can be written here",
    read: bare({ about: "help" }),
    examples: ["/help", " /HELP "],
    counterexamples: ["/help me rename src/a.ts", "/helpers.ts should be deleted"],
  },
  {
    name: "/status",
    form: "/status",
    summary: "Services, queues, and what came out last",
    read: bare({ about: "status" }),
    examples: ["/status"],
    counterexamples: ["/status page: make the header blue", "/status\ndelete src/a.ts"],
  },
  {
    name: "/queue",
    form: "/queue",
    summary: "Everything that waits, in its order",
    read: bare({ about: "queue" }),
    examples: ["/queue"],
    counterexamples: ["/queue a job that fixes the tests"],
  },
  {
    name: "/requests",
    form: "/requests",
    summary: "The last requests and what came of them",
    read: bare({ about: "requests" }),
    examples: ["/requests"],
    counterexamples: ["/requests endpoint returns 500, fix it"],
  },
  {
    name: "/jobs",
    form: "/jobs",
    summary: "The last jobs and where they are",
    read: bare({ about: "jobs" }),
    examples: ["/jobs"],
    counterexamples: ["/jobs route needs paging"],
  },
  {
    name: "/workers",
    form: "/workers",
    summary: "Who is online, and at what",
    read: bare({ about: "workers" }),
    examples: ["/workers"],
    counterexamples: ["/workers should log their pid"],
  },
  {
    name: "/approvals",
    form: "/approvals",
    summary: "What waits for your decision",
    read: bare({ about: "approvals" }),
    examples: ["/approvals"],
    counterexamples: ["/approvals screen: add a button"],
  },
  {
    name: "/review",
    form: "/review",
    summary: "What has landed and the base branch does not have yet, by request",
    read: bare({ about: "review" }),
    examples: ["/review"],
    counterexamples: ["/review src/a.ts", "/review the parser and fix it"],
  },
  {
    name: "/job",
    form: "/job <id>",
    summary: "One job: its state, evidence and landing",
    read: byId("job"),
    examples: ["/job 3f2a9c1d", "/job 01890a5d-ac96-774b-bcce-b302099a8057", "/job"],
    counterexamples: ["/job 3f2a9c1d again", "/job scheduler: fix the race"],
  },
  {
    name: "/request",
    form: "/request <id>",
    summary: "One request and its jobs",
    read: byId("request"),
    examples: ["/request 3f2a9c1d"],
    counterexamples: ["/request a review of src/a.ts"],
  },
  {
    name: "/log",
    form: "/log <job id>",
    summary: "The end of a job's log",
    read: byId("log"),
    examples: ["/log 3f2a9c1d"],
    counterexamples: ["/log every request to a file"],
  },
  {
    name: "/git",
    form: "/git status | log [branch] | diff [a..b] | branches",
    summary: "Your checkout: state, history, changes, branches",
    read: readGit,
    examples: [
      "/git status",
      "/git log",
      "/git log main_agents",
      "/git diff",
      "/git diff main..main_agents",
      "/git branches",
    ],
    counterexamples: ["/git commit -m wip", "/git push", "/git log --output=x", "/git status and then commit all"],
  },
  {
    name: "/show",
    form: "/show <path>[:<from>-<to>]",
    summary: "A file, or some of its lines",
    read: readShow,
    examples: [
      "/show src/a.ts",
      "/show src/a.ts:10-20",
      "/show src/a.ts:7",
      '/show "docs/my notes.md"',
      "/show README",
    ],
    counterexamples: ["/show src/a.ts and rename it to b.ts"],
  },
  {
    name: "/why",
    form: "/why <path>:<line>",
    summary: "Why a line is there: its commit, the message behind it, its checks and who approved it",
    read: readWhy,
    examples: ["/why src/a.ts:7", '/why "docs/my notes.md":3', "/why"],
    counterexamples: ["/why is src/a.ts:7 so slow? Fix it", "/why src/a.ts"],
  },
  {
    name: "/search",
    form: "/search <text>",
    summary: "Where a text stands in the repository",
    read: (rest) => (rest === "" ? "usage" : { about: "search", text: rest }),
    examples: ["/search createClient(", "/search two words", "/search"],
    counterexamples: ["/search foo\n/delete src/a.ts"],
  },
  {
    name: "/tree",
    form: "/tree [path]",
    summary: "The files of a folder",
    read: readTree,
    examples: ["/tree", "/tree src", "/tree apps/server/"],
    counterexamples: ["/tree src but without the tests, delete those"],
  },
];

function readGit(rest: string): Question | "usage" | null {
  const [word = "", ref, more] = rest.split(/\s+/);
  if (more !== undefined || (ref !== undefined && !REF.test(ref))) return null;
  switch (word.toLowerCase()) {
    case "":
      return "usage";
    case "status":
      return ref === undefined ? { about: "git_status" } : null;
    case "log":
      return { about: "git_log", ...(ref === undefined ? {} : { ref }) };
    case "diff":
      return { about: "git_diff", ...(ref === undefined ? {} : { range: ref }) };
    case "branch":
    case "branches":
      return ref === undefined ? { about: "branches" } : null;
    default:
      return null;
  }
}

function readShow(rest: string): Question | "usage" | null {
  if (rest === "") return "usage";
  const place = readPlace(rest);
  return place && { about: "file", path: place.path, ...lines(place.from, place.to) };
}

function readWhy(rest: string): Question | "usage" | null {
  if (rest === "") return "usage";
  const { path, from, to } = readPlace(rest) ?? {};
  if (path === undefined || from === undefined || to !== undefined || !isRepoPath(path)) return null;
  return { about: "why", path, line: Math.max(1, Number(from)) };
}

/** A path, quoted where it has spaces, and the line or lines behind a colon. */
function readPlace(text: string): { path: string; from: string | undefined; to: string | undefined } | null {
  const found = /^(?:"([^"]+)"|`([^`]+)`|([^\s"`]+?))(?::(\d{1,7})(?:-(\d{1,7}))?)?$/.exec(text);
  const path = found?.[1] ?? found?.[2] ?? found?.[3];
  return path === undefined ? null : { path, from: found?.[4], to: found?.[5] };
}

function readTree(rest: string): Question | null {
  const found = /^(?:"([^"]+)"|([^\s"]*))$/.exec(rest);
  return found ? { about: "tree", path: (found[1] ?? found[2] ?? "").replace(/^\.\/?$|\/+$/, "") } : null;
}

/** The slash commands as rules: the word at the start of a one-line message, and nothing but its argument after it. */
export const commandRules: readonly Rule[] = DESK_COMMANDS.map((command) => ({
  ...command,
  match(text) {
    const found = /^(\/[a-z_]+)(?:[ \t]+(.*))?$/i.exec(text.trim());
    if (found?.[1]?.toLowerCase() !== command.name) return null;
    const question = command.read((found[2] ?? "").trim());
    return question === "usage" ? { about: "usage", form: command.form } : question;
  },
}));
