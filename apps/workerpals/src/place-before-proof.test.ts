import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { refuse } from "@pushpals/protocol";
import { openSandbox } from "@pushpals/shared/sandbox";
import { type AgentRoom, agentRoom } from "./testing/agent-room";
import { failureOf, script, watching, write } from "./testing/watching";
import { contentIn, filesIn, type JobOutcome, landFiles } from "./testing/worker-room";
import { claimWorkerId } from "./workspace/claim-worker-id";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(60_000);

const CONFIG = { memory_mb: 4096, pids: 512, cpu_seconds: 0, file_size_mb: 4096, read_only_paths: [] };
const contained = await openSandbox({ ...CONFIG, tier: "process" });

const BASE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
const append = (line: string) => `/append notes\n\`\`\`\n${line}\n\`\`\`\n`;
const validated = () => room.logged.filter((line) => line.includes("Validating with")).length;
const shaOf = (outcome: JobOutcome) => outcome.completion?.commitSha ?? "";

let room: AgentRoom;
const { said, rescued, expectCleared } = watching(() => room);
afterEach(() => room.remove());

/** While the hub is told of the change, others land these files. */
const landMeanwhile = (files: Record<string, string>) =>
  void room.ahead.push(async () => {
    await landFiles(room, files);
    return [];
  });

/** A change of another job that is committed and has not landed. */
async function changeOf(files: Record<string, string>, parent = "HEAD") {
  await room.git("checkout", "-q", "-B", "other", parent);
  const sha = await landFiles(room, files);
  await room.git("checkout", "-q", "main");
  await room.land();
  return { jobId: randomUUID(), commitSha: sha, branch: null };
}

describe("a script whose change is at odds with what has landed meanwhile", () => {
  test("is run again on the new head, before anything is proven, as the same job", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    landMeanwhile({ notes: `${BASE}theirs\n`, other: "new\n" });
    const outcome = await room.job(append("mine"), { validationSteps: ["grep -q theirs notes"] });
    expect(outcome.result).toBe("settled");
    expect(await contentIn(room, shaOf(outcome), "notes")).toBe(`${BASE}theirs\nmine\n`);
    expect(Object.keys(await filesIn(room, shaOf(outcome)))).toEqual(["notes", "other"]);
    const head = await room.mirror.resolve("refs/heads/main_agents");
    expect(outcome.completion?.input["evidence"]).toMatchObject({ baseSha: head, diff: { fileCount: 1 } });
    expect(validated()).toBe(1);
    expect(room.changes).toHaveLength(2);
    expect(room.changes[0]?.diff.files).toMatchObject([{ path: "notes" }]);
  });

  test("is not held up where git can merge both, and not touched", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    landMeanwhile({ notes: `zero\n${BASE}` });
    const outcome = await room.job(append("mine"));
    expect(outcome.result).toBe("settled");
    expect(await contentIn(room, shaOf(outcome), "notes")).toBe(`${BASE}mine\n`);
    expect(room.changes).toHaveLength(1);
  });

  test("is left to the landing when others land faster than it works, or when that is configured", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    for (const time of [1, 2, 3, 4]) landMeanwhile({ notes: `${BASE}theirs ${time}\n` });
    const outcome = await room.job(append("mine"));
    expect(outcome.result).toBe("settled");
    expect(await contentIn(room, shaOf(outcome), "notes")).toBe(`${BASE}theirs 3\nmine\n`);
    const alone = await room.job(append("alone"), { setup: { fitBeforeProof: false } });
    expect(alone.result).toBe("settled");
    expect(room.changes).toHaveLength(3);
  });
});

test("a hub that cannot say who is ahead stops nothing: the landing looks again", async () => {
  room = await agentRoom("none");
  await landFiles(room, { notes: BASE });
  const jobs = { ...room.setup.client.jobs, changed: async () => refuse("unreachable", "away") };
  const client = { ...room.setup.client, jobs } as unknown as typeof room.setup.client;
  const outcome = await room.job(append("mine"), { setup: { client } });
  expect(await contentIn(room, shaOf(outcome), "notes")).toBe(`${BASE}mine\n`);
});

describe("a change that comes after others that have not landed", () => {
  test("goes back in line when git says that they are at odds: nothing is proven, and nothing handed over", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    const first = await changeOf({ notes: `${BASE}theirs\n` });
    const other = await changeOf({ notes: `zero\n${BASE}` });
    room.ahead.push(async () => [first, other]);
    const outcome = await room.job(append("mine"), { validationSteps: ["true"] });
    expect(outcome.result).toBe("settled");
    expect(room.sent).toEqual([
      { route: "yield", input: { id: outcome.jobId, leaseToken: "lease", after: [first.jobId] } },
    ]);
    expect(validated()).toBe(0);
    await expectCleared(outcome);
  });

  test("goes on where git can merge them, where they have landed as copies, and where they cannot be had", async () => {
    room = await agentRoom("none");
    const base = await landFiles(room, { notes: BASE });
    const clean = await changeOf({ notes: `zero\n${BASE}` });
    const gone = { jobId: randomUUID(), commitSha: "f".repeat(40), branch: "agent/w9/gone" };
    const landed = await changeOf({ notes: `${BASE}theirs\n` }, base);
    room.ahead.push(async () => {
      await landFiles(room, { notes: `${BASE}theirs\n` });
      return [];
    });
    room.ahead.push(async () => [clean, gone, landed]);
    const outcome = await room.job(append("mine"));
    expect(outcome.result).toBe("settled");
    expect(room.sent.map(({ route }) => route)).toEqual(["enqueue"]);
    expect(await contentIn(room, shaOf(outcome), "notes")).toBe(`${BASE}theirs\nmine\n`);
  });

  test("waits in its worker's hands for a landing that is near, and is then done on it", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    const first = await changeOf({ notes: `${BASE}theirs\n` });
    for (const _time of [1, 2]) room.ahead.push(async () => [first]);
    landMeanwhile({ notes: `${BASE}theirs\n` });
    const outcome = await room.job(append("mine"), { setup: { patienceMs: 60_000 } });
    expect(await contentIn(room, shaOf(outcome), "notes")).toBe(`${BASE}theirs\nmine\n`);
    expect(said(`Waiting for job ${first.jobId.slice(-8)} to land`)).toBe(true);
    expect(room.sent.map(({ route }) => route)).toEqual(["enqueue"]);
  });

  test("is stopped while it waits by whoever cancels it", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    const first = await changeOf({ notes: `${BASE}theirs\n` });
    const stop = new AbortController();
    room.ahead.push(async () => [first]);
    room.ahead.push(async () => {
      stop.abort();
      return [first];
    });
    const outcome = await room.job(append("mine"), { stop, setup: { patienceMs: 60_000 } });
    expect(failureOf(outcome).code).toBe("cancelled");
    expect(outcome.completion).toBeNull();
  });

  test("a candidate is compared with others first: it neither waits nor is told", async () => {
    room = await agentRoom("none");
    await landFiles(room, { notes: BASE });
    const candidate = { of: randomUUID(), number: 1, count: 2 };
    expect((await room.job(append("mine"), { candidate })).result).toBe("settled");
    expect(room.changes).toEqual([]);
  });
});

const TIERS = contained.ok ? (["none", "process"] as const) : (["none"] as const);
describe.each(TIERS.map((tier) => [tier] as const))("an agent in tier %s", (tier) => {
  test("finds its work on what has landed, with git's marks, and brings both together", async () => {
    room = await agentRoom(tier);
    await landFiles(room, { notes: BASE, kept: "kept\n" });
    landMeanwhile({ notes: `${BASE}theirs\n`, other: "new\n" });
    const both = "grep -q '<<<<<<<' notes && test -e other && git diff --quiet HEAD -- other && printf both > notes";
    const rounds = script(
      [write("notes", `${BASE}mine\n`), write("mine", "mine\n")],
      [{ do: "shell", command: `${both}; git log -1 --format=%H > .git/seen; cat .git/seen` }],
    );
    const outcome = await room.task(rounds, {
      validationSteps: ["grep -q both notes"],
      env: { AGENT_CAN_LOAD: "1" },
      setup: { maxRevisions: 0 },
    });
    expect(outcome.result).toBe("settled");
    expect(await contentIn(room, shaOf(outcome), "notes")).toBe("both");
    expect(Object.keys(await filesIn(room, shaOf(outcome)))).toEqual(["kept", "mine", "notes", "other"]);
    const head = await room.mirror.resolve("refs/heads/main_agents");
    expect(outcome.completion?.input["evidence"]).toMatchObject({ baseSha: head, diff: { fileCount: 2 } });
    expect(said("Others have landed changes of the same files while you worked")).toBe(true);
    expect(said("Merge conflict in notes")).toBe(true);
    expect(said("loaded the session")).toBe(true);
    expect(validated()).toBe(1);
  });

  test("comes after another, holds no worker meanwhile, and goes on where it was, in its session", async () => {
    room = await agentRoom(tier);
    const worktrees = dirname(room.setup.worktrees);
    const claim = await claimWorkerId(worktrees, room.setup.workerId);
    await landFiles(room, { notes: BASE });
    const first = await changeOf({ notes: `${BASE}theirs\n` });
    room.ahead.push(async () => [first]);
    const rounds = script([write("notes", `${BASE}mine\n`)], [], [write("notes", "both\n")]);
    const env = { AGENT_CAN_LOAD: "1" };
    const { jobId, result } = await room.task(rounds, { env });
    expect([result, room.sent.map(({ route }) => route)]).toEqual(["settled", ["yield"]]);
    expect(await room.mirror.resolve(`refs/pushpals/jobs/${jobId}`)).toBeNull();
    await landFiles(room, { notes: `${BASE}theirs\n` });
    const again = await room.task(rounds, { jobId, env, setup: { worktrees: join(worktrees, "w2"), workerId: "w2" } });
    expect(await contentIn(room, shaOf(again), "notes")).toBe("both\n");
    expect(room.logged.filter((line) => line.includes("prompt: ## Task"))).toHaveLength(1);
    expect(said("Merge conflict in notes")).toBe(true);
    await claim?.release();
  });

  test("that leaves the marks in is told, and fails by them in the end; its work is kept", async () => {
    room = await agentRoom(tier);
    await landFiles(room, { notes: BASE });
    landMeanwhile({ notes: `${BASE}theirs\n` });
    const rounds = script([write("notes", `${BASE}mine\n`)], [write("more", "more\n")]);
    const outcome = await room.task(rounds, { setup: { maxRevisions: 1 } });
    expect(failureOf(outcome)).toMatchObject({ code: "merge_conflict", detail: { files: ["notes"] } });
    expect(said("Back to the agent (1 of 1): The marks of a conflict are still in notes")).toBe(true);
    await expectCleared(outcome);
    expect(await contentIn(room, (await rescued(outcome.jobId)) ?? "", "notes")).toContain("mine");
  });
});
