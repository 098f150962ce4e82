import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { randomUUID } from "node:crypto";
import type { CandidateRow, Choice, ClaimedJob, TaskExecuteParams } from "@pushpals/protocol";
import type { Critic } from "@pushpals/shared/critic";
import { runJob } from "../run-job";
import { claimedJob, contextOf, type WorkerRoom, workerRoom } from "../testing/worker-room";
import type { WorkerSetup } from "../worker-setup";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(60_000);

let room: WorkerRoom;
beforeEach(async () => {
  room = await workerRoom();
});
afterEach(() => room.remove());

/** A candidate that has really been run: its commit is in the mirror. */
async function candidate(number: number, script: string, more: { targetPaths?: string[] } = {}): Promise<CandidateRow> {
  const jobId = randomUUID();
  const as = { of: randomUUID(), number, count: 3 };
  const outcome = await room.job(script, { jobId, candidate: as, ...more });
  expect(outcome.result).toBe("settled");
  const sent = room.sent.at(-1);
  expect(sent?.route).toBe("complete");
  const result = sent?.input["result"] as CandidateRow["result"];
  expect(result?.message).toContain(`PushPals-Job: ${as.of}\nPushPals-Candidate: ${jobId}`);
  return { number, agent: null, job: { jobId, status: "completed", failure: null } as CandidateRow["job"], result };
}

const failed = (number: number): CandidateRow => ({
  number,
  agent: null,
  job: {
    jobId: randomUUID(),
    status: "failed",
    failure: { code: "validation_failed", message: "bun test ended with 1" },
  } as CandidateRow["job"],
  result: null,
});

async function choose(candidates: CandidateRow[], more: Partial<WorkerSetup> & { targetPaths?: string[] } = {}) {
  const { targetPaths, ...setup } = more;
  const claimed = claimedJob("Make it fast", { lane: "openhands", targetPaths: targetPaths ?? [] });
  const task = claimed.params as unknown as TaskExecuteParams;
  const { schemaVersion, requestId, sessionId } = task;
  const params = { schemaVersion, requestId, sessionId, task } as unknown as ClaimedJob["params"];
  const job: ClaimedJob = { ...claimed, kind: "choose.execute", params };
  const jobs = { candidates: async () => ({ ok: true, jobId: job.jobId, candidates, choice: null }) };
  const client = { ...room.setup.client, jobs } as unknown as WorkerSetup["client"];
  const before = room.sent.length;
  const result = await runJob({ ...room.setup, ...setup, client }, job, contextOf(new AbortController()));
  const handed = room.sent.slice(before);
  return { result, handed, choice: handed[0]?.input["choice"] as Choice | undefined, jobId: job.jobId };
}

const write = (path: string, lines: number) =>
  `/write ${path}\n\`\`\`\n${Array.from({ length: lines }, (_, index) => `line ${index}`).join("\n")}\n\`\`\`\n`;

test("the only one that stands is handed over as it is, by the job that chose", async () => {
  const good = await candidate(1, write("a.txt", 2));
  const { result, handed, choice, jobId } = await choose([good, failed(2), failed(3)]);
  expect(result).toBe("settled");
  expect(handed.map(({ route }) => route)).toEqual(["enqueue"]);
  expect(handed[0]?.input).toMatchObject({
    jobId,
    idempotencyKey: `job:${jobId}`,
    job: { id: jobId },
    commitSha: good.result?.commitSha,
    branch: good.result?.branch,
    evidence: good.result?.evidence,
  });
  expect(choice).toMatchObject({ chosen: good.job.jobId, by: "only" });
  expect(choice?.standings[1]?.why).toBe("validation_failed: bun test ended with 1");
});

test("evidence first: what conflicts with what has landed meanwhile loses, and so does what strays", async () => {
  const conflicting = await candidate(1, write("a.txt", 1));
  const straying = await candidate(2, `${write("b.txt", 1)}${write("c.txt", 1)}`);
  const good = await candidate(3, write("b.txt", 5));
  await Bun.write(`${room.checkout}/a.txt`, "landed meanwhile\n");
  await room.git("add", "a.txt");
  await room.git("commit", "-qm", "other");
  await room.land();
  const { choice } = await choose([conflicting, straying, good], { targetPaths: ["a.txt", "b.txt"], critic: NOBODY });
  expect(choice).toMatchObject({ chosen: good.job.jobId, by: "evidence" });
  expect(choice?.standings.map(({ rank }) => rank)).toEqual([3, 2, 1]);
});

/** A critic that nobody may ask. */
const NOBODY: Critic = {
  name: "nobody",
  review: () => Promise.reject(new Error("asked")),
  choose: () => Promise.reject(new Error("asked")),
};
const use = {} as never;
const critic = (best: (labels: string[], patches: string[]) => string | null): Critic => ({
  ...NOBODY,
  name: "judge",
  choose: async (_task, shown) => {
    const chosen = best(
      shown.map(({ label }) => label),
      shown.map(({ patch }) => patch),
    );
    return chosen === null
      ? { ok: false, message: "The critic judge gave no answer (timeout)", use }
      : { ok: true, best: chosen, why: "it is right", use };
  },
});

test("then the critic, whose word counts when it holds in any order", async () => {
  const [small, large] = [await candidate(1, write("a.txt", 1)), await candidate(2, write("a.txt", 9))];
  const byContent = critic((labels, patches) => labels[patches.findIndex((patch) => patch.includes("line 8"))] ?? null);
  const heard = await choose([small, large], { critic: byContent });
  expect(heard.choice).toMatchObject({ chosen: large.job.jobId, by: "critic", reason: "it is right (judge)" });
  const byPlace = await choose([small, large], { critic: critic(([first]) => first ?? null) });
  expect(byPlace.choice).toMatchObject({ chosen: small.job.jobId, by: "size" });
  expect(byPlace.choice?.reason).toContain("named another one when it was shown them in another order");
  const away = await choose([small, large], { critic: critic(() => null) });
  expect(away.choice).toMatchObject({ by: "size", reason: expect.stringContaining("gave no answer (timeout)") });
  const without = await choose([small, large]);
  expect(without.choice?.reason).toContain("no critic is configured");
});

test("when none stands that is the failure, with what became of each", async () => {
  const gone = await candidate(2, write("a.txt", 1));
  const lost = { ...gone, result: gone.result && { ...gone.result, commitSha: "1".repeat(40) } };
  const { result, handed } = await choose([failed(1), lost]);
  expect(handed).toEqual([]);
  expect(result).toMatchObject({ code: "no_candidate_stands" });
  expect(result === "settled" ? "" : result.message).toMatch(/1: validation_failed: .*\n2: its commit 1{12} is not/);
});
