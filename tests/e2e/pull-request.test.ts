import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type FakeGitHub, startGitHub } from "../support/github/start-github";
import { listProcesses } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);

const TOKEN = "ghp_TestTokenThatMustNotBeSeen123";
let repository: TestRepository;
let github: FakeGitHub;
let stack: Stack;
/** Command lines in which the token stood while a call was served. */
const leaks: string[] = [];

beforeAll(async () => {
  repository = makeRepository({ "README.md": "# Shop\n" });
  github = await startGitHub(repository.root, "remote.git", { [TOKEN]: "write" });
  github.onRequest = () => void leaks.push(...commandsWith(TOKEN));
  repository.git("remote", "set-url", "origin", github.remote);
  stack = await startStack(repository, {
    workers: 1,
    env: {
      PUSHPALS_GIT_TOKEN: TOKEN,
      PUSHPALS_SOURCE_CONTROL_MANAGER_OPEN_PULL_REQUEST: "true",
      PUSHPALS_SOURCE_CONTROL_MANAGER_FORGE_URL: github.url,
      PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: '["test -e README.md"]',
      PUSHPALS_SOURCE_CONTROL_MANAGER_PULL_REQUEST_LABELS: '["push pals"]',
      PUSHPALS_SERVER_LOG_LEVEL: "trace",
    },
  });
});

afterAll(async () => {
  await stack?.stop();
  await github?.stop();
  repository?.remove();
});

const commandsWith = (text: string): string[] =>
  listProcesses().flatMap(({ command }) => (command.includes(text) ? [command] : []));
const events = async () => payloadsOf(await stack.replay(), "pr_opened");
const wait = <T>(what: string, ask: () => Promise<T | null>) => waitFor(what, ask, () => stack.output().slice(-4_000));

test("a message lands over HTTP, and its pull request is opened with what is in it", async () => {
  const outcome = await stack.send("/write docs/shelf.md\n```\nA shelf\n```");
  expect(endOf(outcome)).toBe("landed");
  expect(github.pulls.branch("main_agents")).not.toBe(github.pulls.branch("main"));
  const [told] = await wait("the event", async () => {
    const found = await events();
    return found.length > 0 ? found : null;
  });
  expect(github.pulls.all).toHaveLength(1);
  const [pull] = github.pulls.all;
  expect(told).toEqual({
    url: `${github.url}/acme/shop/pull/1`,
    number: 1,
    title: pull?.title ?? "",
    reused: false,
  });
  expect(pull).toMatchObject({ head: "main_agents", base: "main", labels: ["push pals"], draft: false });
  expect(pull?.title).toBe("Push Pals: Write docs/shelf.md");
  const job = outcome.ended?.jobs[0]?.jobId.slice(-8) ?? "none";
  const landed = github.pulls.branch("main_agents") ?? "none";
  for (const part of [job, outcome.requestId?.slice(-8) ?? "none", landed, "checks passed", "/write docs/shelf.md"])
    expect(pull?.body).toContain(part);
});

test("a second message updates the same one", async () => {
  expect(endOf(await stack.send("/write docs/table.md\n```\nA table\n```"))).toBe("landed");
  await wait("the second event", async () => ((await events()).length === 2 ? true : null));
  expect(github.pulls.all).toHaveLength(1);
  const [pull] = github.pulls.all;
  expect(pull?.title).toBe("Push Pals: 2 changes");
  for (const part of ["`Write docs/shelf.md`", "`Write docs/table.md`", "Checks passed: 2"])
    expect(pull?.body).toContain(part);
  expect((await events()).map((one) => [one.number, one.reused])).toEqual([
    [1, false],
    [1, true],
  ]);
});

test("every call was as GitHub describes it, and the token stood in no argument, log, event or file", async () => {
  expect(github.violations).toEqual([]);
  expect(github.calls.every((call) => call.headers["authorization"] === `token ${TOKEN}`)).toBe(true);
  expect(github.calls.length).toBeGreaterThan(4);
  expect(leaks).toEqual([]);
  expect(stack.output()).toContain("pull request");
  expect(stack.output()).not.toContain(TOKEN);
  expect(JSON.stringify(await stack.replay())).not.toContain(TOKEN);
  const found = Bun.spawnSync(["grep", "-rlF", TOKEN, repository.root]);
  expect(found.stdout.toString()).toBe("");
});
