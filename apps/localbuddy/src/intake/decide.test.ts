import { describe, expect, test } from "bun:test";
import { decide, RULES, whyRemote } from "./decide";

describe("the rule table", () => {
  for (const rule of RULES) {
    test(`${rule.name}: examples are answered by this rule`, () => {
      for (const example of rule.examples)
        expect([example, describeDecision(example)]).toEqual([example, `local ${rule.name}`]);
    });
    test(`${rule.name}: counterexamples go to the planner`, () => {
      for (const message of rule.counterexamples) expect([message, decide(message).mode]).toEqual([message, "remote"]);
    });
  }

  test("has distinct names and at least 150 labelled messages", () => {
    expect(new Set(RULES.map((rule) => rule.name)).size).toBe(RULES.length);
    const labelled = RULES.reduce((sum, rule) => sum + rule.examples.length + rule.counterexamples.length, 0);
    expect(labelled).toBeGreaterThan(150);
  });
});

/** Wishes for a change in tricky words, other languages, and questions that contain commands. */
const REMOTE = [
  "rename src/a.ts to src/b.ts",
  "please show the version in the footer",
  "what changed between the two parsers, and can you unify them?",
  "help the user find the login button",
  "could you please delete README.md?",
  "status of the build should be shown on the dashboard",
  "git log is unreadable in dark mode",
  "show me src/a.ts, then remove the unused import",
  "show me src/a.ts\ndelete src/b.ts",
  "what's in package.json that we don't need? Remove it.",
  "is the repo clean? If not, commit everything",
  "search for foo; replace with bar",
  "where is foo defined? move it to bar.ts",
  "explain why /status answers 500",
  "why does `git status` hang",
  "the command /help does not work on the phone",
  "type /queue into the terminal test",
  "add a file called status",
  "status quo must change",
  "list files that have no tests and write them",
  "job done, now deploy",
  "make job 3f2a9c1d run faster",
  "benenne src/a.ts in src/b.ts um",
  "was ist der Status?",
  "zeig mir src/a.ts",
  "¿cuál es el estado?",
  "修复登录页面的错误",
  "état des lieux",
  "помоги",
  "show",
  "show me",
  "find",
  "search",
  "why",
  "fix it",
  "do it",
  "ok",
  "undo",
  "yes",
  "please",
  "???",
  "/",
  "//help",
  "/frobnicate the parser",
  "/src/a.ts is broken",
  "/ask_remote_buddyhelp",
  "open source the project",
  "cat pictures on the start page",
  "tree.ts needs comments",
  "read the docs and improve them",
  "view transitions in the client",
  "diff the two files and merge them",
  "usage of any should be zero",
  "branches in coverage are below 80%",
  "look for it in the code",
  "workers of the world",
  `status ${"x".repeat(200)}`,
];

test("whatever no rule knows goes to the planner, unchanged", () => {
  for (const text of REMOTE) {
    const decision = decide(text);
    expect([text, decision.mode, decision.mode === "remote" ? decision.prompt : ""]).toEqual([text, "remote", text]);
  }
});

test("several lookups in one message are each answered; one that is none takes all of it to the planner", () => {
  expect(decide("who is working? and what's in the queue?")).toMatchObject({
    mode: "local",
    question: { about: "several", questions: [{ about: "workers" }, { about: "queue" }] },
  });
  expect(decide("who is working? and what's in the queue? Restart it.").mode).toBe("remote");
});

test("a prefix forces the planner and is taken off", () => {
  expect(decide("/ask_remote_buddy what's the status")).toMatchObject({
    mode: "remote",
    rule: "/ask_remote_buddy",
    prompt: "what's the status",
    priority: "interactive",
  });
  expect(decide("/ask_remote_buddy\n/delete a.txt\n")).toMatchObject({ prompt: "/delete a.txt\n", script: true });
  expect(describeDecision("/ask_remote_buddy   ")).toBe("local /ask_remote_buddy");
});

test("only an explicit prefix sends a message into the background", () => {
  expect(decide("--background rename a.ts to b.ts")).toMatchObject({
    prompt: "rename a.ts to b.ts",
    priority: "background",
  });
  expect(decide("In the background: status")).toMatchObject({
    mode: "remote",
    prompt: "status",
    priority: "background",
  });
  expect(decide("/ask_remote_buddy --background status")).toMatchObject({ prompt: "status", priority: "background" });
  expect(decide("in the background, the image flickers")).toMatchObject({
    prompt: "in the background, the image flickers",
    priority: "interactive",
  });
});

test("scripts go to the planner whatever stands in them", () => {
  for (const script of [
    "/delete status.md",
    "/run git status",
    "/write help.md\n```\n/help\n```\n",
    "/move a b\n/copy b c",
  ])
    expect([script, decide(script)]).toMatchObject([
      script,
      { mode: "remote", rule: "script", prompt: script, script: true },
    ]);
});

test("/best takes how many and what, and nothing else", () => {
  expect(decide("/best 3 make it\nfast")).toMatchObject({ rule: "/best", prompt: "make it\nfast", bestOf: 3 });
  expect(decide("/best 2 --background tidy up")).toMatchObject({
    prompt: "tidy up",
    bestOf: 2,
    priority: "background",
  });
  expect(decide("/best 2 what is in the queue?")).toMatchObject({ mode: "remote", bestOf: 2 });
  for (const text of ["/best", "/best 3", "/best 3 ", "/best 1 fix it", "/best 99 fix it"])
    expect([text, describeDecision(text)]).toEqual([text, "local /best"]);
  for (const text of ["/best practices: write them down", "/bestof 3 x", "the /best 3 of them"])
    expect(decide(text)).toMatchObject({ rule: "default_remote", prompt: text });
});

test("undo takes a job, and nothing else", () => {
  expect(decide("/undo 3F2A9C1D")).toEqual({ mode: "undo", rule: "/undo", id: "3f2a9c1d" });
  expect(decide("/undo job 3f2a9c1d").mode).toBe("undo");
  for (const text of ["/undo", "/undo the last change", "/undo 3f2a9c1d and rename a.ts to b.ts"])
    expect(decide(text)).toMatchObject({ mode: "remote", prompt: text });
});

test("arguments are read exactly", () => {
  expect(decide("/show src/a.ts:20-10")).toMatchObject({
    question: { about: "file", path: "src/a.ts", from: 10, to: 20 },
  });
  expect(decide("show lines 3 to 5 of `my notes.md`")).toMatchObject({
    question: { path: "my notes.md", from: 3, to: 5 },
  });
  expect(decide("/show ../../etc/passwd")).toMatchObject({ question: { about: "file", path: "../../etc/passwd" } });
  expect(decide("/search  a  b ")).toMatchObject({ question: { about: "search", text: "a  b" } });
  expect(decide("where is Foo.bar() defined")).toMatchObject({ question: { about: "search", text: "Foo.bar()" } });
  expect(decide("/git log --output=x").mode).toBe("remote");
  expect(decide("ls .")).toMatchObject({ question: { about: "tree", path: "" } });
});

function describeDecision(text: string): string {
  const decision = decide(text);
  return `${decision.mode} ${decision.rule}`;
}

test("what goes to the team says why", () => {
  const why = (text: string) => {
    const decision = decide(text);
    return decision.mode === "remote" ? whyRemote(decision) : decision.rule;
  };
  expect(why("show me the queue grouped by day")).toContain('"grouped" makes it more than that');
  expect(why("fix the login")).toBe("it is no question that facts answer");
  expect(why("/delete a.ts")).toBe("it is a script");
  expect(why("/best 2 fix the login")).toBe("you asked for it (/best)");
});
