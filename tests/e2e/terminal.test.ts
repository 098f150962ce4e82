import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Terminal, terminalAt } from "../support/pushpals";
import { makeRepository, type TestRepository } from "../support/repository";
import { type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);
describe("the terminal client on a running stack", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Terminal\n" });
    stack = await startStack(repository, { workers: 2 });
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const spawn: Terminal["spawn"] = (args) => terminalAt(repository, stack).spawn(args);
  const pushpals: Terminal["pushpals"] = (...args) => terminalAt(repository, stack).pushpals(...args);

  test("send follows a change to its landing: 0", async () => {
    const run = await pushpals("send", "/write a.txt\n```\na\n```");
    expect(run.err).toBe("");
    expect(run.exitCode).toBe(0);
    expect(run.out).toMatch(/✓ landed {5}job [0-9a-f]{8} {5}main_agents at [0-9a-f]{9}, origin, ungated/);
    expect(run.out.trimEnd().split("\n").at(-1)).toMatch(/✓ ended {6}request [0-9a-f]{8} landed$/);
    expect(run.out).not.toContain("\x1b");
  });

  test("a reader that has had enough ends it in order", async () => {
    const child = spawn(["watch", "--json"]);
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    await pushpals("send", "/show README.md");
    expect(await child.exited).toBe(0);
    expect(await child.stderr.text()).toBe("");
  });

  test("send prints an answer of the desk: 0; of the planner: 0", async () => {
    expect(await pushpals("send", "/show README.md")).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining("# Terminal"),
    });
    const planner = await pushpals("send", "/ask_remote_buddy make it nicer");
    expect(planner.out).toMatch(/✓ ended {6}request [0-9a-f]{8} answered/);
    expect(planner.exitCode).toBe(0);
  });

  test("send tells why work failed, and where to look: 1", async () => {
    const run = await pushpals("send", "/delete nothing.txt");
    expect(run.exitCode).toBe(1);
    expect(run.out).toContain("path_missing");
    const [, id = ""] = /next: bun run pushpals logs ([0-9a-f]{8})/.exec(run.out) ?? [];
    expect(await pushpals("logs", id, "-f")).toMatchObject({ exitCode: 0 });
    expect(await pushpals("redrive", id)).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^Back in line, as number \d/),
    });
    expect((await pushpals("logs", id, "-f")).exitCode).toBe(0);
  });

  test("a cancelled request ends with 3, and cancel says what it did", async () => {
    const child = spawn(["send", "/run sleep 60"]);
    const id = await waitFor("a running job", async () => {
      const jobs = await stack.client.jobs.list({ status: "claimed" });
      return jobs.ok ? (jobs.jobs[0]?.requestId ?? null) : null;
    });
    const cancelled = await pushpals("cancel", id.slice(-8));
    expect(cancelled).toMatchObject({ exitCode: 0, err: "" });
    expect(await child.exited).toBe(3);
  });

  test("Ctrl-C leaves the work going on, and says how to get back to it: 130", async () => {
    const child = spawn(["send", "/write late.txt\n```\nlate\n```\n/run sleep 2"]);
    // It is followed once a line of its job is printed.
    const reader = child.stdout.getReader();
    let out = "";
    while (!out.includes("job ")) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`it ended after:\n${out}`);
      out += new TextDecoder().decode(value);
    }
    reader.releaseLock();
    child.kill("SIGINT");
    expect(await child.exited).toBe(130);
    expect(await child.stderr.text()).toMatch(/goes on.*pushpals watch --session dev.*pushpals cancel [0-9a-f]{8}/);
    await waitFor("its landing", () => {
      const shown = Bun.spawnSync(["git", "cat-file", "-e", "main_agents:late.txt"], { cwd: repository.remote });
      return shown.exitCode === 0 ? true : null;
    });
  });

  test("watch --no-follow --json gives every event, a line each, in order", async () => {
    const run = await pushpals("watch", "--after", "0", "--no-follow", "--json");
    const frames = run.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { cursor: number });
    expect(frames.map((frame) => frame.cursor)).toEqual(frames.map((_, index) => index + 1));
    expect(frames.length).toBe((await stack.replay()).length);
    expect(run.exitCode).toBe(0);
  });

  test("status, jobs and diff show what happened", async () => {
    const { out } = await pushpals("status");
    for (const name of ["workerpal-1", "workerpal-2", "remotebuddy", "scm-1"]) expect(out).toContain(`✓  ${name}`);
    const listed = await pushpals("jobs", "--json");
    const rows = listed.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { title: string; jobId: string });
    const written = rows.find((row) => row.title.includes("a.txt"));
    const diff = await pushpals("diff", written?.jobId.slice(-8) ?? "");
    expect(diff.out).toContain("+++ b/a.txt\n@@ -0,0 +1 @@\n+a\n");
  });

  test("why tells of a line and of a commit where they come from; a line of somebody else's is said to be that", async () => {
    const line = await pushpals("why", "a.txt:1");
    expect(line).toMatchObject({ exitCode: 0, err: "" });
    expect(line.out).toMatch(/asked for {3}\/write a\.txt.*\(request [0-9a-f]{8}\)/);
    expect(line.out).toMatch(/planned {5}builtin, deterministic lane, low risk/);
    expect(line.out).toMatch(/landed {6}main_agents at [0-9a-f]{9}, origin, ungated/);
    const [, sha = ""] = /comes from {2}([0-9a-f]{9}) by Push Pals/.exec(line.out) ?? [];
    const commit = await pushpals("why", sha);
    expect(commit.out).toContain("/write a.txt");
    expect((await pushpals("why", "README.md:1")).out).toContain("not by Push Pals");
    expect(await pushpals("why", "a.txt:99")).toMatchObject({ exitCode: 1, out: "" });
    expect(await pushpals("why", "ffffff")).toMatchObject({ exitCode: 1, err: expect.stringContaining("no commit") });
  });

  test("audit verifies every session, and exports one with its hashes", async () => {
    expect(await pushpals("audit")).toMatchObject({ exitCode: 0, out: expect.stringContaining("none was changed") });
    const { out, exitCode } = await pushpals("audit", "--export");
    const lines = out.trimEnd().split("\n");
    expect([exitCode, lines.length]).toEqual([0, (await stack.replay()).length]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ cursor: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await pushpals("audit", "--export", "--session", "nobody")).exitCode).toBe(1);
  });

  test("doctor finds the team", async () => {
    const run = await pushpals("doctor", "--json");
    const checks = run.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { name: string; ok: boolean });
    const wanted = ["server", "localbuddy", "token", "remotebuddy online", "workerpal online", "git", "repository"];
    expect(checks.filter((check) => wanted.includes(check.name) && check.ok)).toHaveLength(wanted.length);
  });
});
