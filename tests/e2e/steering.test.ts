import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { TASK_SCHEMA_VERSION } from "@pushpals/protocol";
import { type Terminal, terminalAt } from "../support/pushpals";
import { makeRepository, type TestRepository } from "../support/repository";
import { type Services, startServices } from "../support/services";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);

describe("steering from the terminal", () => {
  let repository: TestRepository;
  let services: Services;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Steering\n" });
    services = await startServices(repository, { PUSHPALS_WORKERPALS_SANDBOX_TIER: "none" });
  });
  afterAll(async () => {
    await services?.stop();
    repository?.remove();
  });

  const pushpals: Terminal["pushpals"] = (...args) => terminalAt(repository, services).pushpals(...args);
  const enqueue = async (prompt: string) => {
    const queued = await services.client.requests.enqueue({ sessionId: "dev", prompt });
    if (!queued.ok) throw new Error(queued.message);
    return queued.requestId.slice(-8);
  };

  test("what waits is listed, edited, sent now, moved and stopped", async () => {
    const [a, b, c] = [await enqueue("first"), await enqueue("second"), await enqueue("third")];
    expect((await pushpals("edit", b, "second", "thoughts")).out).toBe("Changed.\n");
    expect((await pushpals("now", c)).out).toBe(`Request ${c} is 1st in line, interactive.\n`);
    expect((await pushpals("move", b, "--before", a)).out).toContain("2nd in line, normal");
    const listed = (await pushpals("queue")).out.trimEnd().split("\n");
    expect(
      listed.map((row) =>
        row
          .replace(/waited \S+ ?\S*/, "")
          .split(/\s+/)
          .slice(0, 4)
          .join(" "),
      ),
    ).toEqual([`1. ${c} interactive third`, `2. ${b} normal second`, `3. ${a} normal first`]);
    expect(await pushpals("stop")).toMatchObject({ exitCode: 0, out: "Requests: 3 cancelled.\n" });
    expect((await pushpals("queue")).out).toBe("Nothing waits.\n");
    expect(await pushpals("edit", b, "again")).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("cancelled, so it cannot be changed"),
    });
  });

  test("a script that runs says that it takes no message, and stops when it is told to", async () => {
    const { client } = services;
    services.start("source_control_manager");
    services.start("workerpals", ["--worker-id", "w-1"]);
    await services.online("source_control_manager", 1);
    const queued = await client.requests.enqueue({ sessionId: "dev", prompt: "run it" });
    if (!queued.ok) throw new Error(queued.message);
    const claim = await client.requests.claim({ agentId: "test" });
    if (!claim.ok) throw new Error(claim.message);
    const { requestId } = queued;
    const planning = {
      intent: "other",
      riskLevel: "low",
      targetPaths: [],
      acceptanceCriteria: [],
      validationSteps: [],
      queuePriority: "normal",
      queueWaitBudgetMs: 60_000,
      executionBudgetMs: 60_000,
      finalizationBudgetMs: 60_000,
    };
    const instruction = "/run sleep 60";
    const base = { schemaVersion: TASK_SCHEMA_VERSION, requestId, sessionId: "dev", lane: "deterministic" };
    const job = { key: "all", taskId: "t", kind: "task.execute" as const, params: { ...base, instruction, planning } };
    const handed = await client.requests.handOver({ id: requestId, leaseToken: claim.lease.token, jobs: [job] });
    if (!handed.ok) throw new Error(handed.message);
    const [id = ""] = handed.jobIds;
    const state = async () => {
      const found = await client.jobs.get({ id });
      return found.ok ? found.job.status : null;
    };
    await waitFor("the job to run", async () => ((await state()) === "claimed" ? true : null));
    expect((await pushpals("tell", id.slice(-8), "use", "tabs")).out).toBe(`Job ${id.slice(-8)} gets it.\n`);
    await waitFor("the answer", async () => {
      const logs = await client.jobs.logs({ id });
      return logs.ok && logs.logs.some((line) => line.line.includes("cannot take a message")) ? true : null;
    });
    expect((await pushpals("stop")).out).toBe("Requests: 1 told to stop.\n");
    await waitFor("the job to stop", async () => ((await state()) === "cancelled" ? true : null));
  });
});
