import { afterEach, beforeEach, expect, test } from "bun:test";
import { completionRoutes, jobRoutes, requestRoutes } from "@pushpals/protocol";
import { flow } from "../../testing/flow";
import { someEvidence, someLanding, type TestServer, taskParams, testServer } from "../../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

const AGENTS = [
  { profile: "", model: "" },
  { profile: "codex", model: "" },
  { profile: "opencode", model: "qwen3-coder" },
];

const planned = (requestId: string, key: string, more: Record<string, unknown> = {}) => ({
  key,
  taskId: `${requestId}:${key}`,
  kind: "task.execute" as const,
  params: { ...taskParams(requestId, ["src/a.ts"]), lane: "openhands", instruction: "Make it fast" },
  title: "Make it fast",
  ...more,
});

/** A request that is handed over to three candidates, and what may come with them. */
async function bestOfThree(...more: ReturnType<typeof planned>[]) {
  const { enqueueRequest, claimRequest } = flow(server);
  const id = await enqueueRequest();
  const held = await claimRequest();
  const jobs = [
    planned(id, "all", { candidates: AGENTS }),
    ...more.map((one) => ({ ...one, params: planned(id, "").params })),
  ];
  await server.must(requestRoutes.handOver, { ...held, jobs });
  return id;
}

const jobs = async () => (await server.must(jobRoutes.list, {})).jobs.reverse();
const choosing = async () => {
  const found = (await jobs()).find((job) => job.kind === "choose.execute");
  if (!found) throw new Error("nothing chooses");
  return found;
};
const shaOf = (id: string) => id.replaceAll("-", "").padEnd(40, "0");
const resultOf = (id: string, more: Record<string, unknown> = {}) => ({
  commitSha: shaOf(id),
  branch: `agent/w1/${id}`,
  message: "change\n\nbody",
  prTitle: "Change",
  prBody: "body",
  evidence: someEvidence,
  ...more,
});
type Claim = { id: string; leaseToken: string };
const finish = (job: Claim) =>
  server.must(jobRoutes.complete, { ...job, summary: "made it", result: resultOf(job.id) });
const failure = { code: "validation_failed" as const, message: "bun test ended with 1" };
const choiceFor = (chosen: string, ids: readonly string[]) => ({
  chosen,
  by: "evidence" as const,
  reason: "it keeps to the expected paths",
  standings: ids.map((jobId) => ({ jobId, rank: jobId === chosen ? 1 : 2, why: "seen" })),
});
const handOverChoice = (job: Claim, chosen: string, ids: readonly string[], more: Record<string, unknown> = {}) =>
  server.call(completionRoutes.enqueue, {
    ...resultOf(chosen),
    jobId: job.id,
    sessionId: "dev",
    job: { ...job, summary: "chosen" },
    choice: choiceFor(chosen, ids),
    ...more,
  });

test("candidates start side by side, each as it is to be done; the choice waits for all of them", async () => {
  await bestOfThree();
  const [first, second, third, choice] = await jobs();
  expect([first, second, third].map((job) => [job?.status, job?.candidateOf === choice?.jobId, job?.title])).toEqual([
    ["pending", true, "Make it fast (candidate 1 of 3)"],
    ["pending", true, "Make it fast (candidate 2 of 3)"],
    ["pending", true, "Make it fast (candidate 3 of 3)"],
  ]);
  expect(choice).toMatchObject({ kind: "choose.execute", status: "blocked", lane: null, candidateOf: null });
  expect(choice?.waitsFor).toHaveLength(3);
  const { job } = await server.must(jobRoutes.claim, { workerId: "w1" });
  expect(job.params).toMatchObject({ candidate: { of: choice?.jobId ?? "", number: 1, count: 3 } });
  expect(job.params["agent"]).toBeUndefined();
  const next = await server.must(jobRoutes.claim, { workerId: "w1" });
  expect(next.job.params).toMatchObject({ agent: { profile: "codex", model: "" }, candidate: { number: 2 } });
});

test("a candidate's change is kept and not landed; the chosen one lands once, as the result of the task", async () => {
  const { claimJob, claimCompletion } = flow(server);
  const requestId = await bestOfThree();
  const [one, two, three] = [await claimJob(), await claimJob(), await claimJob()];
  const ids = [one.id, two.id, three.id];
  expect(await flowHandOver(one)).toMatchObject({ code: "bad_request" });
  await finish(one);
  await finish(two);
  expect((await choosing()).status).toBe("blocked");
  await server.must(jobRoutes.fail, { ...three, failure });
  const choice = await claimJob();
  const seen = await server.must(jobRoutes.candidates, { id: choice.id });
  expect(
    seen.candidates.map(({ number, agent, result }) => [number, agent?.profile ?? null, result?.commitSha]),
  ).toEqual([
    [1, null, shaOf(one.id)],
    [2, "codex", shaOf(two.id)],
    [3, "opencode", undefined],
  ]);
  expect((await server.must(completionRoutes.list, {})).completions).toEqual([]);

  // What nobody handed over, and what leaves a candidate out, is no choice.
  for (const wrong of [
    handOverChoice(choice, three.id, ids),
    handOverChoice(choice, one.id, ids, { commitSha: shaOf(two.id) }),
    handOverChoice(choice, one.id, [one.id, two.id]),
    handOverChoice(choice, one.id, [...ids, choice.id]),
    handOverChoice(choice, one.id, ids, { choice: undefined }),
  ])
    expect(await wrong).toMatchObject({ code: "bad_request" });
  expect(await handOverChoice(choice, two.id, ids)).toMatchObject({ ok: true, status: 201 });
  expect(await handOverChoice(choice, two.id, ids)).toMatchObject({ ok: true, status: 200 });
  expect((await server.must(completionRoutes.list, {})).completions).toHaveLength(1);

  await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
  const { request } = await server.must(requestRoutes.get, { id: requestId });
  expect(request.outcome).toBe("landed");
  const events = await server.events();
  expect(events.filter(({ type }) => type === "candidate_chosen")).toHaveLength(1);
  const answers = events.flatMap((event) => (event.type === "assistant_message" ? [event.payload.text] : []));
  expect(answers).toEqual([
    expect.stringContaining(`Chosen of 3 (job ${two.id.slice(-8)}): it keeps to the expected paths`),
  ]);
  expect((await server.must(jobRoutes.candidates, { id: one.id })).choice?.chosen).toBe(two.id);
  const { job: kept } = await server.must(jobRoutes.get, { id: one.id });
  expect(kept).toMatchObject({ status: "completed", landing: "none", branch: `agent/w1/${one.id}` });
});

const flowHandOver = (job: Claim) =>
  server.call(completionRoutes.enqueue, {
    jobId: job.id,
    sessionId: "dev",
    commitSha: shaOf(job.id),
    branch: `agent/w1/${job.id}`,
    message: "change",
    job: { ...job, summary: "done" },
  });

test("who builds on the task, or comes to its paths, waits for the landing of the chosen one", async () => {
  const { claimJob, claimCompletion } = flow(server);
  await bestOfThree(planned("", "next", { dependsOn: ["all"], title: "next" }));
  const overlap = await server.must(jobRoutes.overlaps, { targetPaths: ["src/a.ts"] });
  const next = async () => (await jobs()).find(({ title }) => title === "next");
  expect(overlap.jobIds).toEqual([(await next())?.jobId ?? ""]);
  const claims = [await claimJob(), await claimJob(), await claimJob()];
  for (const one of claims) await finish(one);
  const choice = await claimJob();
  const [one] = claims as [Claim];
  await handOverChoice(
    choice,
    one.id,
    claims.map(({ id }) => id),
  );
  expect((await next())?.waitsFor).toEqual([choice.id]);
  await server.must(completionRoutes.processed, { ...(await claimCompletion()), landed: someLanding() });
  expect((await next())?.status).toBe("pending");
});

test("when none stands the task fails with what became of each, and a redrive tries them all again", async () => {
  const { claimJob } = flow(server);
  const requestId = await bestOfThree();
  for (let index = 0; index < 3; index += 1) await server.must(jobRoutes.fail, { ...(await claimJob()), failure });
  const choice = await claimJob();
  const none = { code: "no_candidate_stands" as const, message: "None of 3 candidates has made a change that stands." };
  await server.must(jobRoutes.fail, { ...choice, failure: none });
  expect((await server.must(requestRoutes.get, { id: requestId })).request.outcome).toBe("failed");
  await server.must(jobRoutes.redrive, { id: choice.id });
  expect((await jobs()).map(({ status }) => status)).toEqual(["pending", "pending", "pending", "blocked"]);
  expect((await choosing()).waitsFor).toHaveLength(3);
});

test("a cancel of the choice is one of all its candidates; a cancel of one leaves the others in the running", async () => {
  const { claimJob } = flow(server);
  const requestId = await bestOfThree();
  const [first] = await jobs();
  await server.must(jobRoutes.cancel, { id: first?.jobId ?? "" });
  const held = await claimJob();
  const { jobId } = await choosing();
  await server.must(jobRoutes.cancel, { id: jobId });
  expect((await jobs()).map(({ status, cancelRequested }) => [status, cancelRequested])).toEqual([
    ["cancelled", false],
    ["claimed", true],
    ["cancelled", false],
    ["cancelled", false],
  ]);
  await server.must(jobRoutes.fail, { ...held, failure: { code: "cancelled", message: "stopped" } });
  expect((await server.must(requestRoutes.get, { id: requestId })).request.outcome).toBe("cancelled");
});

test("what is said to the task is said to each that works on it", async () => {
  const { claimJob } = flow(server);
  await bestOfThree();
  const [one, two] = [await claimJob(), await claimJob()];
  await finish(one);
  await server.must(jobRoutes.message, { id: (await choosing()).jobId, text: "In English, please" });
  const { messages } = await server.must(jobRoutes.heartbeat, two);
  expect(messages.map(({ text }) => text)).toEqual(["In English, please"]);
});

test("what no longer fits is done again by the one that was chosen", async () => {
  const { claimJob, claimCompletion } = flow(server);
  await bestOfThree();
  const claims = [await claimJob(), await claimJob(), await claimJob()];
  for (const one of claims) await finish(one);
  const choice = await claimJob();
  const [, second] = claims as [Claim, Claim];
  await handOverChoice(
    choice,
    second.id,
    claims.map(({ id }) => id),
  );
  const conflict = { code: "merge_conflict" as const, message: "Both changed a.txt." };
  await server.must(completionRoutes.fail, { ...(await claimCompletion()), failure: conflict });
  const { job } = await server.must(jobRoutes.claim, { workerId: "w1" });
  expect(job.params).toMatchObject({ agent: { profile: "codex" }, rework: { ofJobId: choice.id, round: 1 } });
  expect(job.params["candidate"]).toBeUndefined();
});

test("only a task for an agent has candidates, and only a candidate has a result of this kind", async () => {
  const { enqueueRequest, claimRequest, enqueueJob, claimJob } = flow(server);
  const id = await enqueueRequest();
  const script = { ...planned(id, "all", { candidates: AGENTS }), params: taskParams(id) };
  expect(await server.call(requestRoutes.handOver, { ...(await claimRequest()), jobs: [script] })).toMatchObject({
    code: "bad_request",
  });
  await enqueueJob(id);
  const job = await claimJob();
  const result = resultOf(job.id);
  expect(await server.call(jobRoutes.complete, { ...job, summary: "x", result })).toMatchObject({
    code: "bad_request",
  });
  const params = { ...taskParams(id), task: taskParams(id) };
  const forged = { taskId: "t", sessionId: "dev", kind: "choose.execute" as const, params };
  expect(await server.call(jobRoutes.enqueue, forged)).toMatchObject({ code: "bad_request" });
});
