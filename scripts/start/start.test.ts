import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, loadConfig } from "@pushpals/shared/config";
import { git, inspectRepository, type UserRepository } from "@pushpals/shared/git";
import { freePorts } from "../free-ports";
import { clean, ownEntries } from "./clean";
import { logLine } from "./log-line";
import { readOptions } from "./options";
import { checkBestOfAgents } from "./preflight/agents";
import { checkDataDirectory, lockDataDirectory } from "./preflight/data-directory";
import { checkPorts } from "./preflight/ports";
import { checkRemote } from "./preflight/remote";
import { checkRepository } from "./preflight/repository";
import { serviceEnvironment } from "./service-environment";
import { supervise } from "./supervise";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "pushpals-start-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function configOf(env: Record<string, string>): Config {
  const loaded = loadConfig({ env });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config;
}

const AUTHOR = {
  GIT_AUTHOR_NAME: "Pat",
  GIT_AUTHOR_EMAIL: "pat@example.org",
  GIT_COMMITTER_NAME: "Pat",
  GIT_COMMITTER_EMAIL: "pat@example.org",
};

/** A repository with one commit, and a name in its settings. */
async function makeRepository(name: string): Promise<UserRepository> {
  const dir = join(root, name);
  const own = { gitDir: join(dir, ".git"), workTree: dir, env: AUTHOR };
  await git(["init", "--quiet", "--initial-branch=main", dir], { cwd: root });
  for (const args of [
    ["config", "user.name", "Pat"],
    ["config", "user.email", "pat@example.org"],
    ["commit", "--quiet", "--allow-empty", "--message=Start"],
  ])
    if (!(await git(args, own)).ok) throw new Error(args.join(" "));
  const inspected = await inspectRepository(dir);
  if (!inspected.ok) throw new Error(inspected.message);
  return inspected.repository;
}

describe("the agents of best-of", () => {
  const said: string[] = [];
  const problems = async (agents: string[], more: Record<string, string> = {}) => {
    said.length = 0;
    const env = { PUSHPALS_REMOTEBUDDY_BEST_OF_AGENTS: JSON.stringify(agents), ...more };
    return checkBestOfAgents(configOf(env), (line) => void said.push(line));
  };
  const configured = (program: string, api = "chat") => ({
    PUSHPALS_WORKERPALS_OPENHANDS_AGENT: "opencode",
    PUSHPALS_WORKERPALS_OPENHANDS_COMMAND: JSON.stringify([program, "acp"]),
    PUSHPALS_WORKERPALS_LLM_BASE_URL: "http://127.0.0.1:1/v1",
    PUSHPALS_WORKERPALS_LLM_API: api,
  });

  test("one that does not exist, or is not there, stops the start with what was tried and what to do", async () => {
    const program = join(root, "opencode");
    writeFileSync(program, "#!/bin/sh\necho 1.2.3\n", { mode: 0o755 });
    expect(await problems([])).toEqual([]);
    expect(await problems(["opencode:a", "opencode:b"], configured(program))).toEqual([]);
    expect(said).toEqual([`trying the agent opencode: ${program} acp`]);
    expect(await problems(["opencod"], configured(program))).toMatchObject([
      { what: expect.stringContaining("opencod of"), why: expect.stringContaining("openhands, opencode, codex, qwen") },
    ]);
    const [missing] = await problems(["opencode:a"], configured(join(root, "absent")));
    expect(missing?.why).toContain(`${join(root, "absent")} acp`);
    expect(missing?.why).toContain("was not found");
    expect(missing?.next[0]).toContain("npm install");
  });

  test("one that does not start, or speaks otherwise to its model, is no use either", async () => {
    const program = join(root, "opencode");
    writeFileSync(program, "#!/bin/sh\necho no node here >&2; exit 1\n", { mode: 0o755 });
    expect((await problems(["opencode"], configured(program)))[0]?.why).toContain("no node here");
    writeFileSync(program, "#!/bin/sh\necho 1.2.3\n", { mode: 0o755 });
    expect((await problems(["opencode"], configured(program, "responses")))[0]?.next[0]).toBe(
      'set workerpals.llm.api = "chat"',
    );
  });

  test("those that nobody may ask for are not tried", async () => {
    expect(await problems(["opencod"], { PUSHPALS_REMOTEBUDDY_BEST_OF_MAX_CANDIDATES: "1" })).toEqual([]);
  });
});

describe("the arguments of start", () => {
  test("paths become absolute, and what is unknown is told", () => {
    expect(readOptions(["-c", "--repo", "x", "--no-client"])).toMatchObject({ clean: true, yes: false, client: false });
    expect(readOptions(["--repo", "/a/../b"])).toMatchObject({ repo: "/b" });
    expect(() => readOptions(["--reop", "x"])).toThrow("--reop");
    expect(readOptions(["--require-docker"])).toMatchObject({ docker: true, requireDocker: true });
  });
});

describe("the checks before the start", () => {
  test("a bare, an unborn, a nameless and a missing repository each say what to do", async () => {
    await git(["init", "--quiet", "--bare", join(root, "bare.git")], { cwd: root });
    const what = async (name: string) =>
      (await checkRepository(join(root, name))).problems.map((problem) => problem.what);
    expect(await what("bare.git")).toContain("The repository is bare");
    expect(await what("nowhere")).toEqual(["There is no repository to work for"]);
    await git(["init", "--quiet", join(root, "unborn")], { cwd: root });
    expect(await what("unborn")).toContain("The repository has no commit yet");
    await makeRepository("fine");
    expect(await what("fine")).toEqual([]);
  });

  test("a data directory of another repository stops the start, naming both and the ways out", async () => {
    const [mine, other] = [await makeRepository("mine"), await makeRepository("other")];
    const data = join(root, "data");
    expect(await checkDataDirectory(data, mine)).toBeNull();
    expect(await checkDataDirectory(data, mine)).toBeNull();
    const problem = await checkDataDirectory(data, other);
    expect(problem?.why).toContain(mine.path);
    expect(problem?.why).toContain(other.path);
    expect(problem?.next).toHaveLength(3);
  });

  test("a data directory is one start's alone", () => {
    const lock = lockDataDirectory(join(root, "data"));
    if ("what" in lock) throw new Error(lock.why);
    expect(lockDataDirectory(join(root, "data"))).toHaveProperty(
      "what",
      "Another start is running on this data directory",
    );
    lock.release();
    const again = lockDataDirectory(join(root, "data"));
    expect(again).not.toHaveProperty("what");
    if (!("what" in again)) again.release();
  });

  test("a taken port names its key, the variable and who has it", async () => {
    const taken = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => Response.json({ protocolVersion: "1" }) });
    const port = String(taken.port);
    const free = String(freePorts(1)[0]);
    const config = configOf({
      PUSHPALS_SERVER_PORT: port,
      PUSHPALS_LOCALBUDDY_PORT: free,
      PUSHPALS_SOURCE_CONTROL_MANAGER_PORT: free,
    });
    const problems = await checkPorts(config);
    await taken.stop(true);
    expect(problems.map((problem) => problem.what)).toEqual([
      `Port ${port} is not free for server`,
      `Port ${free} is not free for source_control_manager`,
    ]);
    expect(problems[0]?.why).toContain("Another Push Pals answers there");
    expect(problems[0]?.next.join()).toContain("PUSHPALS_SERVER_PORT");
    expect(problems[1]?.why).toBe(`localbuddy.port is ${free} too.`);
  });

  test("a remote is reached and a push tried, without moving anything", async () => {
    const repository = await makeRepository("mine");
    const bare = join(root, "remote.git");
    await git(["init", "--quiet", "--bare", "--initial-branch=main", bare], { cwd: root });
    const own = { gitDir: repository.gitDir };
    await git(["remote", "add", "origin", bare], own);
    await git(["push", "--quiet", "origin", "main"], own);
    const config = configOf({});
    const checked = await checkRemote(config, join(root, "data"), repository);
    expect(checked).toHaveProperty("mirror");
    const refs = await git(["for-each-ref", "--format=%(refname)"], { gitDir: bare });
    expect(refs.stdout).toBe("refs/heads/main\n");

    rmSync(bare, { recursive: true });
    const gone = await checkRemote(config, join(root, "data"), repository);
    expect("problem" in gone && gone.problem.what).toBe("The remote origin cannot be reached");
  });

  test("a repository without a remote is worked on locally", async () => {
    const checked = await checkRemote(configOf({}), join(root, "data"), await makeRepository("mine"));
    expect("mirror" in checked && checked.mirror.remote).toBeNull();
  });
});

describe("a clean start", () => {
  test("removes what Push Pals has made, and nothing else", async () => {
    for (const folder of ["mirror.git", "tokens", ".worktrees/w", "thesis"])
      mkdirSync(join(root, folder), { recursive: true });
    for (const file of ["pushpals.sqlite", "pushpals.sqlite-wal", "repository.json", "notes.md", "mirror.git.bak"])
      writeFileSync(join(root, file), "");
    await clean(root, await ownEntries(root));
    expect(readdirSync(root).sort()).toEqual(["mirror.git.bak", "notes.md", "thesis"]);
  });
});

describe("the environment of a service", () => {
  const env = {
    PATH: "/bin",
    PUSHPALS_SERVER_PORT: "1",
    PUSHPALS_GIT_TOKEN: "secret",
    GITHUB_TOKEN: "secret",
    SSH_AUTH_SOCK: "/s",
    AWS_SECRET_ACCESS_KEY: "secret",
    HTTPS_PROXY: "http://p",
  };

  test("the git token goes only to those that push", () => {
    for (const name of ["server", "localbuddy"] as const) {
      const given = serviceEnvironment(name, {}, env);
      expect(Object.values(given)).not.toContain("secret");
      expect(given["SSH_AUTH_SOCK"]).toBeUndefined();
      expect(given["PUSHPALS_SERVER_PORT"]).toBe("1");
    }
    const scm = serviceEnvironment("source_control_manager", {}, env);
    expect(scm).toMatchObject({ GITHUB_TOKEN: "secret", SSH_AUTH_SOCK: "/s", HTTPS_PROXY: "http://p" });
    expect(scm["AWS_SECRET_ACCESS_KEY"]).toBeUndefined();
  });

  test("the key of the agents' model goes only to those that run agents", () => {
    const given = (name: Parameters<typeof serviceEnvironment>[0]) =>
      serviceEnvironment(name, {}, { ...env, THE_KEY: "model" }, ["THE_KEY"])["THE_KEY"];
    expect(given("workerpals")).toBe("model");
    expect(given("remotebuddy")).toBe("model");
    expect([given("server"), given("localbuddy"), given("source_control_manager")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a supervised service", () => {
  const options = (script: string, lines: string[], deaths: string[]) => ({
    command: [process.execPath, "-e", script] as const,
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "" },
    onLine: (line: string) => void lines.push(line),
    onDeath: (what: string) => void deaths.push(what),
  });
  const until = async (condition: () => boolean) => {
    while (!condition()) await Bun.sleep(10);
  };

  test("is started again when it dies, and says how it died", async () => {
    const [lines, deaths]: [string[], string[]] = [[], []];
    const service = supervise(options('console.log("up"); process.exit(3)', lines, deaths));
    await until(() => lines.length >= 2);
    expect(deaths[0]).toStartWith("ended by itself (exit code 3)");
    await service.stop(1_000);
    const known = lines.length;
    expect(service.deaths()).toBeGreaterThanOrEqual(1);
    expect(lines.length).toBe(known);
  });

  test("that was stopped is no death", async () => {
    const [lines, deaths]: [string[], string[]] = [[], []];
    const service = supervise(options('console.log("up"); setInterval(() => {}, 1000)', lines, deaths));
    await until(() => lines.length === 1);
    await service.stop(1_000);
    expect(deaths).toEqual([]);
    expect(service.deaths()).toBe(0);
  });
});

describe("a line of the log", () => {
  const clock = () => "12:00:00";

  test("tells message and fields, and marks what is wrong", () => {
    const line = JSON.stringify({ level: "info", time: 0, service: "server", pid: 1, msg: "listening", port: 3001 });
    expect(logLine("server", line, false, clock)).toBe("12:00:00 server      listening port=3001");
    const failed = JSON.stringify({ level: "error", time: 0, msg: "broke", err: { message: "no disk", stack: "…" } });
    expect(logLine("source_control_manager", failed, false, clock)).toBe("12:00:00 scm         ✗ broke err=no disk");
  });

  test("passes on what is no JSON", () => {
    expect(logLine("server", "panic: x", false, clock)).toBe("12:00:00 server      panic: x");
    expect(logLine("server", "{broken", false, clock)).toBe("12:00:00 server      {broken");
  });
});
