import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "@pushpals/sdk";
import { decide } from "../intake/decide";
import { makeRepository, type TestRepository } from "../testing/repository";
import { answerQuestion } from "./answer-question";

let repository: TestRepository;

beforeAll(() => {
  repository = makeRepository({
    "src/a.ts": Array.from({ length: 30 }, (_, n) => `line ${n + 1}\n`).join(""),
    "src/deep/b.ts": "export function needle() {}\n",
    "docs/my notes.md": "# Notes\n```\nfence\n```\n",
    "bin.dat": new Uint8Array([1, 0, 2]),
    ".gitignore": ".env\n",
    ".env": "SECRET=hunter2\n",
    "-dash.txt": "dash\n",
    ":(glob)odd.txt": "odd\n",
  });
  repository.link("to-env", ".env");
  repository.link("to-passwd", "/etc/passwd");
  repository.link("to-notes", "docs/my notes.md");
  repository.link("to-src", "src");
  repository.commit("Links");
});
afterAll(() => repository.remove());

/** No answer about the repository asks the server for anything. */
const noClient = new Proxy({}, { get: () => fail("the server was asked") }) as Client;
function fail(message: string): never {
  throw new Error(message);
}

const review = { mirrorDir: "/nowhere", integration: "main_agents", base: "main" };

async function ask(text: string, repositoryPath = repository.dir): Promise<string> {
  const decision = decide(text);
  if (decision.mode !== "local") throw new Error(`not answered here: ${text}`);
  const signal = new AbortController().signal;
  const context = { client: noClient, repositoryPath, review, smallTalk: null, now: 0, signal };
  const answer = await answerQuestion(decision.question, context);
  if (typeof answer !== "string") throw new Error(answer.message);
  return answer;
}

test("a file, some of its lines, and lines that are not there", async () => {
  expect(await ask("/show src/a.ts")).toContain("line 1\nline 2\n");
  const some = await ask("show lines 10-12 of src/a.ts");
  expect(some).toContain("lines 10 to 12 of 30");
  expect(some).toContain("```ts\nline 10\nline 11\nline 12\n```");
  expect(await ask("/show src/a.ts:31")).toContain("has 30 lines");
  expect(await ask("/show src/a.ts:29-999")).toContain("lines 29 to 30 of 30");
  expect(await ask("/show to-notes")).toContain("# Notes");
  expect(await ask("/show ./-dash.txt")).toContain("dash");
  expect(await ask('/show ":(glob)odd.txt"')).toContain("odd");
});

test("a fence in a file cannot close the fence around it", async () => {
  expect(await ask('/show "docs/my notes.md"')).toContain("````md\n# Notes\n```\nfence\n```\n````");
});

test("nothing outside of what git tracks is shown", async () => {
  for (const path of [
    ".env",
    "to-env",
    "/etc/passwd",
    "../repo/.env",
    "to-passwd",
    ".git/config",
    "src/../.env",
    "to-src/a.ts",
  ]) {
    const answer = await ask(`/show ${path}`);
    expect([path, answer.includes("hunter2") || answer.includes("root:") || answer.includes("[core]")]).toEqual([
      path,
      false,
    ]);
    expect([path, /is not|not tracked/.test(answer)]).toEqual([path, true]);
  }
  expect(await ask("/show src")).toContain("is not");
  expect(await ask("/show bin.dat")).toContain("binary");
  expect(await ask("/search hunter2")).toContain("was not found");
});

test("search takes the text as it is, with path and line", async () => {
  expect(await ask("where is needle defined")).toContain("src/deep/b.ts:1: export function needle() {}");
  expect(await ask("/search needle()")).toContain("1 place ");
  expect(await ask("/search ne.dle")).toContain("was not found");
  expect(await ask("/search --open-files-in-pager=id")).toContain("was not found");
  expect(await ask("/search line")).toContain("at most 10 a file");
});

test("the tree, its folders and what is not in it", async () => {
  expect(await ask("/tree")).toContain("src/  (2 files)");
  expect(await ask("what files are in src?")).toContain("deep/  (1 file)\na.ts");
  expect(await ask("/tree nowhere")).toContain("no tracked file");
  expect(await ask("/tree ../..")).toContain("not inside");
});

test("git status, log, diff and branches", async () => {
  expect(await ask("git status")).toContain("clean");
  expect(await ask("/git log")).toContain("Pat: Links");
  expect(await ask("/git log nosuch")).toContain("no commit named");
  expect(await ask("what changed?")).toContain("No tracked file has changed");
  expect(await ask("which branches are there?")).toMatch(/\* main {2}[0-9a-f]+/);
  repository.write({ "src/deep/b.ts": "changed\n" });
  expect(await ask("git status")).toContain("src/deep/b.ts");
  expect(await ask("git diff")).toContain("+changed");
  expect(await ask("/git diff main..nosuch")).toContain("does not name commits");
  repository.git("checkout", "-q", "--", ".");
});

test("commits of a file, of a person, since when; one commit by its hash", async () => {
  expect(await ask("who touched src/deep/b.ts last?")).toContain("1 commit that touched `src/deep/b.ts`");
  expect(await ask("when was b.ts last changed?")).toContain("that touched `src/deep/b.ts`");
  expect(await ask("commits by pat")).toContain("Pat: Links");
  expect(await ask("commits by zoe")).toContain("There is no commit by `zoe`");
  expect(await ask("commits before 2001-01-01")).toContain("There is no commit until");
  expect(await ask('git log --author="--output=x"')).toContain("There is no commit by");
  expect(await ask("last 1 commits on main")).toContain("The last 1 of ");
  const head = repository.git("rev-parse", "HEAD").trim();
  expect(await ask(`show commit ${head.slice(0, 9)}`)).toContain("to-passwd");
  expect(await ask("git show HEAD")).toContain(head);
  expect(await ask("git show HEAD~99")).toContain("no commit named");
  expect(await ask(`git show ${head}:.gitignore`.replace(":.gitignore", "^99"))).toContain("no commit named");
});

test("what is meant by a name in another case, without its folder or its ending", async () => {
  expect(await ask("show me A.TS")).toContain("`src/a.ts`, 30 lines");
  expect(await ask("show the last 2 lines of a.ts")).toContain("lines 29 to 30 of 30");
  expect(await ask("what's in the deep folder?")).toContain("`src/deep/`: 1 tracked file");
  expect(await ask("where is b.ts?")).toContain("src/deep/b.ts");
  expect(await ask("which ts files are there?")).toContain("2 files that end with `.ts`");
  expect(await ask("search for needle in src")).toContain("src/deep/b.ts:1:");
  expect(await ask("search for needle in docs")).toContain("was not found in the tracked files in `docs`");
});

test("two questions get two answers", async () => {
  const both = await ask("what branch are we on? and what files are here?");
  expect(both).toContain("On branch `main`");
  expect(both).toContain("The repository: ");
});

test("nothing that the repository configures is run", async () => {
  const proof = join(repository.root, "ran");
  const program = join(repository.root, "program");
  writeFileSync(program, `#!/bin/sh\ntouch ${proof}\ncat\n`, { mode: 0o755 });
  repository.write({ ".gitattributes": "*.ts diff=x\n", "src/a.ts": "other\n" });
  for (const key of ["diff.external", "diff.x.command", "diff.x.textconv", "core.fsmonitor", "core.pager", "pager.log"])
    repository.git("config", key, program);
  for (const text of [
    "git status",
    "git diff",
    "/git log",
    "/search line",
    "/tree",
    "/show src/a.ts",
    "/git branches",
    "git show HEAD",
    "diff of src/a.ts",
  ]) {
    await ask(text);
    expect([text, existsSync(proof)]).toEqual([text, false]);
  }
  repository.git("checkout", "-q", "--", ".");
});

test("a linked worktree is read by its own head and index", async () => {
  const linked = join(repository.root, "linked");
  repository.git("worktree", "add", "-q", "-b", "side", linked);
  writeFileSync(join(linked, "only-here.txt"), "x\n");
  Bun.spawnSync(["git", "add", "-A"], { cwd: linked });
  expect(await ask("/tree", linked)).toContain("only-here.txt");
  expect(await ask("/tree")).not.toContain("only-here.txt");
  expect(await ask("git status", linked)).toContain("`side`");
});

test("a folder that is no repository is said to be none", async () => {
  expect(await ask("git status", repository.root)).toContain("not a git repository");
});
