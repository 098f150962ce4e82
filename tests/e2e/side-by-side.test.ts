import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TASK_SCHEMA_VERSION } from "@pushpals/protocol";
import { makeRepository } from "../support/repository";
import { startServices } from "../support/services";
import { waitFor } from "../support/wait-for";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const JOBS = 3;
const repository = makeRepository({ notes: "start\n" });
const services = await startServices(repository, { PUSHPALS_WORKERPALS_SANDBOX_TIER: "none" });
afterAll(async () => {
  await services.stop();
  repository.remove();
});

const mark = (name: string) => join(repository.root, name);

/** Appends to the same file as all others, once all are at work; nobody has told which file that will be. */
async function enqueue(n: number): Promise<string> {
  const { client } = services;
  const requestId = crypto.randomUUID();
  const params = {
    schemaVersion: TASK_SCHEMA_VERSION,
    requestId,
    sessionId: "dev",
    lane: "deterministic",
    instruction: `/run touch ${mark(`at-work-${n}`)}; while ! test -e ${mark("go")}; do sleep 0.02; done; echo ${n} >> notes`,
    planning: {
      intent: "code_change",
      riskLevel: "low",
      targetPaths: [],
      acceptanceCriteria: [],
      validationSteps: [`echo ${n} >> ${mark("proofs")}`],
      queuePriority: "normal",
      queueWaitBudgetMs: 600_000,
      executionBudgetMs: 600_000,
      finalizationBudgetMs: 600_000,
    },
  };
  const queued = await client.jobs.enqueue({ taskId: `${n}`, sessionId: "dev", kind: "task.execute", params });
  if (!queued.ok) throw new Error(queued.message);
  return queued.jobId;
}

test("changes that collide are brought into an order before they are proven: all land, and no landing fails", async () => {
  const { client } = services;
  await client.sessions.create({ sessionId: "dev" });
  services.start("source_control_manager");
  for (let n = 1; n <= JOBS; n++) services.start("workerpals", ["--worker-id", `w-${n}`]);
  await services.online("source_control_manager", 1);
  await services.online("workerpal", JOBS);
  const ids: string[] = [];
  for (let n = 1; n <= JOBS; n++) ids.push(await enqueue(n));
  for (let n = 1; n <= JOBS; n++)
    await waitFor(`edit ${n} to begin`, async () => (existsSync(mark(`at-work-${n}`)) ? true : null));
  writeFileSync(mark("go"), "");
  for (const id of ids)
    await waitFor(`job ${id}`, async () => {
      const found = await client.jobs.get({ id });
      if (!found.ok) return null;
      const { status, landing, failure, landingFailure } = found.job;
      if (status === "failed" || landing === "failed") throw new Error(JSON.stringify(failure ?? landingFailure));
      return landing === "landed" ? true : null;
    });
  const lines = repository.gitRemote("show", "main_agents:notes").trim().split("\n");
  expect(lines.toSorted()).toEqual(["1", "2", "3", "start"]);
  const all = await client.jobs.list({});
  // None was done again as another job, as it is after a landing that failed.
  expect(all.ok && all.jobs.map((job) => job.jobId).toSorted()).toEqual(ids.toSorted());
  // Nothing was proven in vain.
  expect(readFileSync(mark("proofs"), "utf8").trim().split("\n").toSorted()).toEqual(["1", "2", "3"]);
  const completions = await client.completions.list({});
  expect(completions.ok && completions.completions.map((one) => one.status)).toEqual(ids.map(() => "completed"));
});
