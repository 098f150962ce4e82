import type { Question, Rule } from "../rule";
import { type Asked, askedIn, defines, explains, fact, only } from "./asked";
import { fileOf } from "./file-of";
import { type Lookup, readLookup } from "./read-lookup";
import type { TopicName } from "./words";

interface Topic {
  name: TopicName | "job" | "request" | "file";
  form: string;
  ask(lookup: Lookup, about: Asked): Question | null;
  examples: readonly [string, ...string[]];
  counterexamples: readonly string[];
}

export const TOPICS: readonly Topic[] = [
  {
    name: "log",
    form: "anything about the log of job <id>",
    ask: ({ id }, asked) =>
      id !== undefined && asked.topics.has("log") && only(asked, "log", "jobs") ? { about: "log", id } : null,
    examples: ["can I see the output of job 3f2a9c1d?", "print the log for job 3f2a9c1d"],
    counterexamples: ["delete the output of job 3f2a9c1d", "show the log of job 3f2a9c1d in the footer"],
  },
  {
    name: "request",
    form: "anything about request <id>",
    ask: ({ id }, asked) =>
      id !== undefined && asked.has("request") && only(asked, "requests", "status", "jobs", "review")
        ? { about: "request", id }
        : null,
    examples: ["what became of request 3f2a9c1d?", "has request 3f2a9c1d landed?"],
    counterexamples: ["request 3f2a9c1d again", "drop request 3f2a9c1d"],
  },
  {
    name: "job",
    form: "anything about job <id>",
    ask: ({ id }, asked) =>
      id !== undefined && !asked.has("request") && only(asked, "jobs", "status", "review", "queue")
        ? { about: "job", id }
        : null,
    examples: ["tell me about job 3f2a9c1d", "why has job 3f2a9c1d failed", "what's going on with job 3f2a9c1d"],
    counterexamples: ["do job 3f2a9c1d over", "make job 3f2a9c1d fail", "run job 3f2a9c1d with more memory"],
  },
  {
    name: "file",
    form: "anything that shows <path>, or lines of it",
    ask: fileOf,
    examples: [
      "can I see src/main.rs?",
      "what's inside Cargo.toml?",
      "show me the first 20 lines of src/index.ts",
      "I want to see tsconfig.json",
    ],
    counterexamples: [
      "show src/a.ts to all users",
      "what is src/a.ts for",
      "show me src/a.ts with the bug fixed",
      "get src/a.ts tested",
    ],
  },
  {
    name: "tree",
    form: "anything that lists files, also of a folder",
    ask: (lookup, asked) => {
      const { folder, path, start } = lookup;
      const isListing = only(asked, "tree") || (folder !== undefined && asked.topics.size === 0);
      const named = folder ?? path;
      const contents = path !== undefined && !/\.\w+$/.test(path) && lookup.words.includes("contents");
      if (!(isListing || contents) || start === "file" || asked.has("file", "long", "open", "why") || explains(lookup))
        return null;
      return named === undefined && defines(lookup) ? null : { about: "tree", path: (named ?? "").replace(/\/+$/, "") };
    },
    examples: ["show me the folder structure", "what's in the src folder?", "which files are in the tests directory?"],
    counterexamples: ["list the files that have no tests", "structure the src folder", "show the file picker"],
  },
  {
    name: "approvals",
    form: "anything about what waits for an approval",
    ask: (lookup, asked) => (only(asked, "approvals", "queue") && fact(lookup) ? { about: "approvals" } : null),
    examples: ["is there anything waiting for my approval?", "show pending approvals", "list open approvals"],
    counterexamples: ["approve everything", "what are approvals?", "show approvals by date"],
  },
  {
    name: "workers",
    form: "anything about workers",
    ask: (lookup, asked) => (only(asked, "workers", "status") && fact(lookup) ? { about: "workers" } : null),
    examples: ["are there any workers online?", "which workers are busy?", "is any worker idle?"],
    counterexamples: ["are workers isolated?", "get more workers", "what are workers?"],
  },
  {
    name: "queue",
    form: "anything about what waits",
    ask: (lookup, asked) =>
      only(asked, "queue", "requests", "jobs", "status") && !asked.has("failed", "done") && fact(lookup)
        ? { about: "queue" }
        : null,
    examples: [
      "is the queue empty?",
      "how many requests are currently in the queue?",
      "list everything that is pending",
    ],
    counterexamples: ["how are jobs queued?", "is the queue durable?", "what is the queue?", "queue the jobs"],
  },
  {
    name: "git_status",
    form: "anything about the branch that is checked out, or whether it is clean",
    ask: (lookup, { topics, has }) => {
      const isYesOrNo = /^(?:is|are|do|have|any)$/.test(lookup.words[0] ?? "");
      if (!fact(lookup) && !has("current", "git")) return null;
      if (/\bbranch list\b/.test(lookup.words.join(" "))) return { about: "branches" };
      if (lookup.words[0] === "is" && has("committed") && topics.size === 1) return { about: "git_status" };
      const branch = topics.has("git_status") && [...topics].every((name) => name === "git_status" || name === "tree");
      const changes =
        isYesOrNo &&
        [...topics].every((name) => name === "git_diff") &&
        has("uncommitted", "unstaged", "local", "modified");
      const named = has("git") && [...topics].every((name) => name === "status") && topics.size === 1;
      return branch || (changes && topics.size === 1) || named ? { about: "git_status" } : null;
    },
    examples: ["which branch is checked out?", "what's the git status?", "are any local changes here?"],
    counterexamples: ["is the branch protected?", "clean the checkout", "get the branch up to date"],
  },
  {
    name: "branches",
    form: "anything that lists branches",
    ask: (lookup, asked) => (only(asked, "branches") && fact(lookup) ? { about: "branches" } : null),
    examples: ["how many branches are there?"],
    counterexamples: ["list the branches by age", "get rid of branches", "what are branches?"],
  },
  {
    name: "git_log",
    form: "anything about the last commits",
    ask: (lookup, asked) =>
      only(asked, "git_log", "log") && !explains(lookup) && !/^(?:is|are|have|has|do)$/.test(lookup.words[0] ?? "")
        ? { about: "git_log" }
        : null,
    examples: ["what got committed recently?", "show me the most recent commits"],
    counterexamples: ["commit the last changes", "show commits per author", "did you commit it"],
  },
  {
    name: "git_diff",
    form: "anything about what has changed here",
    ask: (lookup, asked) => (only(asked, "git_diff", "tree") && !explains(lookup) ? { about: "git_diff" } : null),
    examples: ["show me what changed", "what are my local changes?", "which files did I change today?"],
    counterexamples: ["change the diff", "show changes to the reviewers", "what would you change?"],
  },
  {
    name: "review",
    form: "anything about what has landed",
    ask: (lookup, asked) => (only(asked, "review") && !explains(lookup) ? { about: "review" } : null),
    examples: ["what has landed so far?", "show me what landed"],
    counterexamples: ["land it", "why has it landed", "what landed twice"],
  },
  {
    name: "jobs",
    form: "anything about jobs, and what failed or is done",
    ask: (lookup, asked) =>
      lookup.id === undefined && only(asked, "jobs", "status", "review") && fact(lookup) ? { about: "jobs" } : null,
    examples: ["did anything fail?", "which jobs have failed today?", "how many jobs are running right now?"],
    counterexamples: [
      "have the jobs fail",
      "tell me when the jobs are done",
      "what are jobs?",
      "are jobs isolated?",
      "fail the jobs",
    ],
  },
  {
    name: "requests",
    form: "anything about what was asked for",
    ask: (lookup, asked) =>
      lookup.id === undefined &&
      !asked.has("job", "jobs") &&
      only(asked, "requests", "status", "jobs", "git_log") &&
      fact(lookup)
        ? { about: "requests" }
        : null,
    examples: ["what were my last requests?", "which requests have I made?"],
    counterexamples: ["request changes", "what are requests?", "get requests logged"],
  },
  {
    name: "status",
    form: "anything about how it is going",
    ask: (lookup, asked) => {
      const isDoing = only(asked, "status");
      if (
        !isDoing ||
        lookup.id !== undefined ||
        (asked.has("up") && !asked.has("system", "what", "everything", "everyone", "you")) ||
        asked.has("why")
      )
        return null;
      return lookup.words[0] === "how" && asked.has("long", "many") ? null : { about: "status" };
    },
    examples: ["any news?", "is anything running at the moment?", "what's everyone doing?"],
    counterexamples: ["what is the status of the build", "get the system up to date", "report the status to slack"],
  },
  {
    name: "help",
    form: "anything about what can be asked",
    ask: (lookup, asked) =>
      only(asked, "help") && !explains(lookup) && (lookup.start !== "bare" || asked.has("list"))
        ? { about: "help" }
        : null,
    examples: ["is there any help?"],
    counterexamples: ["get help for the parser", "what commands does the cli have"],
  },
];

/** Lookups of which every word is known, as rules. What they are about decides; how they are put does not. */
export const LOOKUPS: readonly Rule[] = TOPICS.map(({ name, form, ask, examples, counterexamples }) => ({
  name: `about_${name}`,
  form,
  examples,
  counterexamples,
  match: (text) => {
    const { lookup, asked } = reading(text);
    if (lookup === null) return null;
    if (name === "file") return fileOf(lookup);
    const isElsewhere = lookup.path !== undefined && name !== "tree";
    return asked === null || isElsewhere ? null : ask(lookup, asked);
  },
}));

let last: { text: string; lookup: Lookup | null; asked: Asked | null } | null = null;

/** All rules are tried on one text in turn, so it is read once. */
function reading(text: string) {
  if (last?.text === text) return last;
  const lookup = readLookup(text);
  last = { text, lookup, asked: lookup && askedIn(lookup) };
  return last;
}
