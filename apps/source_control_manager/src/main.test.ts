import { afterEach, expect, test } from "bun:test";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minimalEnv, type Service, startService } from "@pushpals/shared/process";
import { StopRecord } from "./journal/stop-record";
import { benches } from "./testing/benches";
import { type HttpHub, startHttpHub } from "./testing/http-hub";
import { evidenceFrom, makeCompletion } from "./testing/landing-bench";
import type { Repositories } from "./testing/repositories";

const MAIN = join(import.meta.dir, "main.ts");
const { repositories } = benches();
const running: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

interface Daemon extends Service {
  output: string[];
  port: number;
}

function startDaemon(
  r: Repositories,
  hub: HttpHub,
  more: { args?: string[]; env?: Record<string, string> } = {},
): Daemon {
  const free = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = free;
  free.stop(true);
  const output: string[] = [];
  const service = startService({
    command: [process.execPath, MAIN, ...(more.args ?? [])],
    env: minimalEnv({
      PUSHPALS_SERVER_URL: hub.url,
      PUSHPALS_REPO_PATH: r.user,
      PUSHPALS_DATA_DIR: r.dataDir,
      PUSHPALS_AUTH_TOKEN: "pp_test",
      PUSHPALS_WORKERPALS_SANDBOX_TIER: "none",
      PUSHPALS_SOURCE_CONTROL_MANAGER_PORT: String(port),
      ...more.env,
    }),
    onLine: (_stream, line) => output.push(line),
  });
  const daemon = Object.assign(service, { output, port });
  running.push({ stop: () => daemon.stop(0) });
  return daemon;
}

function startHub(): HttpHub {
  const hub = startHttpHub();
  running.push(hub);
  return hub;
}

const isReady = (hub: HttpHub, times = 1) =>
  hub.until(() => hub.statuses.filter((status) => status === "idle").length >= times);
const workTreeOf = (r: Repositories) => join(r.dataDir, ".worktrees", "source_control_manager");

async function enqueue(r: Repositories, hub: HttpHub, name: string, files: Record<string, string>) {
  const base = r.git(r.remote, "rev-parse", "main_agents");
  const sha = r.job(name, base, [{ message: name, files }]);
  const completion = makeCompletion(name, sha, { evidence: evidenceFrom(base) });
  hub.waiting.push(completion);
  return completion;
}

test("lands what it claims, shows it in its work tree, answers for its health, and drains on SIGTERM with 0", async () => {
  const [r, hub] = [await repositories(), startHub()];
  const daemon = startDaemon(r, hub);
  await isReady(hub);
  expect(await (await fetch(`http://127.0.0.1:${daemon.port}/healthz`)).json()).toMatchObject({
    ok: true,
    status: "idle",
  });
  const completion = await enqueue(r, hub, "one", { "b.txt": "b\n" });
  await hub.until(() => hub.landed.length === 1);
  expect(hub.landed[0]).toMatchObject({
    id: completion.completionId,
    landed: { alreadyLanded: false, remote: "origin" },
  });
  expect(r.git(r.remote, "show", "main_agents:b.txt")).toBe("b");
  // Off the way of the landing.
  while (!existsSync(join(workTreeOf(r), "b.txt"))) await Bun.sleep(20);
  await daemon.stop();
  expect(await daemon.exited).toMatchObject({ exitCode: 0 });
  expect(hub.statuses.at(-1)).toBe("stopped");
}, 60_000);

test("carries out a wish to merge, once, after it was killed in the middle of another", async () => {
  const [r, hub] = [await repositories(), startHub()];
  const gate = join(r.root, "go");
  const env = {
    PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: JSON.stringify([
      `until test -e ${gate}; do touch ${gate}.wanted; sleep 0.05; done`,
    ]),
  };
  const first = startDaemon(r, hub, { env });
  await isReady(hub);
  const headSha = r.pushAsOther("main_agents", { "b.txt": "b\n" });
  const wish = { mergeId: Bun.randomUUIDv7(), sessionId: "dev", headSha, by: "operator", createdAt: 0, result: null };
  hub.wishes.push({ ...wish, status: "pending" });
  while (!existsSync(`${gate}.wanted`)) await Bun.sleep(20);
  process.kill(first.pid, "SIGKILL");
  await first.exited;
  expect(r.git(r.remote, "rev-parse", "main")).not.toBe(headSha);
  writeFileSync(gate, "");
  startDaemon(r, hub, { env });
  await hub.until(() => hub.merged.length === 1);
  expect(hub.merged[0]).toMatchObject({ outcome: "merged", to: headSha, checks: "passed" });
  expect(r.git(r.remote, "rev-parse", "main")).toBe(headSha);
}, 60_000);

test("killed with -9 while the checks run and started again: landed once", async () => {
  const [r, hub] = [await repositories(), startHub()];
  const gate = join(r.root, "go");
  const env = {
    PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: JSON.stringify([`until test -e ${gate}; do sleep 0.05; done`]),
  };
  const first = startDaemon(r, hub, { env });
  await isReady(hub);
  await enqueue(r, hub, "one", { "b.txt": "b\n" });
  await hub.until(() => hub.notes.some((note) => note.includes("Checks are running")));
  process.kill(first.pid, "SIGKILL");
  await first.exited;
  writeFileSync(gate, "");
  hub.leasesRunOut();
  startDaemon(r, hub, { env });
  await hub.until(() => hub.landed.length === 1);
  expect(hub.landed[0]?.landed).toMatchObject({ checks: "passed", alreadyLanded: false });
  expect(r.git(r.remote, "log", "--format=%s", "main..main_agents")).toBe("one");
}, 60_000);

test("after a tree that was not the tested one nothing lands, whoever starts it again, until a person has looked", async () => {
  const [r, hub] = [await repositories(), startHub()];
  const record = new StopRecord(join(r.dataDir, "source_control_manager", "stopped.txt"));
  record.write("abc must not land");
  r.git(r.user, "push", "--quiet", "origin", "main:main_agents");
  await r.mirror.fetch();
  const completion = await enqueue(r, hub, "one", { "b.txt": "b\n" });
  const daemon = startDaemon(r, hub);
  const told = () => hub.landings.at(-1);
  await hub.until(() => told()?.state === "stopped");
  expect(told()).toMatchObject({ reason: { code: "tested_tree_violation", message: "abc must not land" } });
  expect(told()?.next).toContain(record.file);
  const metrics = `http://127.0.0.1:${daemon.port}/metrics`;
  expect((await fetch(metrics)).status).toBe(401);
  const answer = await (await fetch(metrics, { headers: { authorization: "Bearer pp_test" } })).json();
  expect(answer).toMatchObject({ landing: { state: "stopped" } });
  expect(hub.waiting).toHaveLength(1);
  rmSync(record.file);
  await hub.until(() => hub.landed.length === 1);
  expect(hub.landed[0]?.id).toBe(completion.completionId);
  await hub.until(() => told()?.state === "idle" && told()?.figures.landed === 1);
  expect(told()).toMatchObject({ reason: null, inHand: [], gated: false, branch: "main_agents" });
  await hub.until(() => told()?.headSha === r.git(r.remote, "rev-parse", "main_agents"));
  expect(told()).toMatchObject({ ahead: 1, remote: "origin" });
}, 60_000);

test("refuses a work tree that somebody else changed, and takes it with --allow-dirty", async () => {
  const [r, hub] = [await repositories(), startHub()];
  const first = startDaemon(r, hub);
  await isReady(hub);
  await first.stop();
  writeFileSync(join(workTreeOf(r), "a.txt"), "by a person\n");
  const second = startDaemon(r, hub);
  expect((await second.exited).exitCode).toBe(2);
  expect(second.output.join("\n")).toContain("refs/pushpals/rescue/scm-");
  startDaemon(r, hub, { args: ["--allow-dirty"] });
  await isReady(hub, 2);
  expect(r.git(workTreeOf(r), "status", "--porcelain")).toBe("");
}, 60_000);

test("refuses to be the second of its data directory, the user's checkout as workspace, and unknown arguments", async () => {
  const [r, hub] = [await repositories(), startHub()];
  startDaemon(r, hub);
  await isReady(hub);
  const twin = startDaemon(r, hub);
  expect((await twin.exited).exitCode).toBe(2);
  expect(twin.output.join("\n")).toContain("another SourceControlManager");
  const odd = startDaemon(r, hub, { args: ["--alow-dirty"] });
  expect((await odd.exited).exitCode).toBe(2);
  const inside = startDaemon(r, hub, { env: { PUSHPALS_DATA_DIR: join(r.user, ".git", "data") } });
  expect((await inside.exited).exitCode).toBe(2);
  expect(inside.output.join("\n")).toContain("refuses to run there");
}, 60_000);
