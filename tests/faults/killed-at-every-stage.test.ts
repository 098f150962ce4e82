import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { EventPayload } from "@pushpals/protocol";
import { streamEvents } from "@pushpals/sdk";
import { instructionFor } from "../support/acp-agent/script";
import { enqueueAgentTask, eventsOfJob, scriptedAgentSettings } from "../support/agent-tasks";
import { descendantsOf, processesNaming } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(240_000);

type Stage = EventPayload<"task_progress">["step"];
/** In their order; each is told as it begins. */
const STAGES: readonly Stage[] = ["lane", "commit", "validation", "publish", "hand_over"];

describe("a worker killed with -9 in each stage of a job", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Fragile\n" });
    const env = scriptedAgentSettings(repository.root, { AGENT_CAN_LOAD: "1" });
    stack = await startStack(repository, { workers: 1, env: { PUSHPALS_SERVER_LEASE_MS: "2000", ...env } });
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  /** Kills the worker as soon as it tells of the stage; false when the job was over before. */
  async function killIn(stage: Stage, jobId: string): Promise<boolean> {
    const stop = new AbortController();
    const { serverUrl: baseUrl, token, sessionId } = stack;
    for await (const item of streamEvents({ baseUrl, token, sessionId, after: 0, signal: stop.signal })) {
      if (item.type === "end") break;
      const { envelope } = item.frame;
      if (envelope.correlationId !== jobId) continue;
      if (envelope.type === "task_completed" || envelope.type === "task_failed") break;
      if (envelope.type !== "task_progress" || envelope.payload.step !== stage) continue;
      stop.abort();
      const worker = descendantsOf(stack.pid).find((row) => row.command.includes("apps/workerpals/src/main.ts"));
      if (!worker) throw new Error("no worker below start");
      process.kill(worker.pid, "SIGKILL");
      return true;
    }
    return false;
  }

  /** The job is done once, by whichever attempt, and nothing of the dead one is left. */
  async function expectLandedOnce(jobId: string, path: string): Promise<void> {
    const events = await eventsOfJob(stack, jobId);
    expect(payloadsOf(events, "task_failed")).toEqual([]);
    expect(payloadsOf(events, "completion_enqueued")).toHaveLength(1);
    await waitFor("the landing", async () => {
      const landed = (await stack.replay()).filter((one) => one.type === "merge_succeeded");
      return landed.some(({ payload }) => (payload as { jobId: string }).jobId === jobId) ? true : null;
    });
    const commits = repository.gitRemote("log", "--format=%H", "main_agents", "--", path).split("\n").filter(Boolean);
    expect(commits).toHaveLength(1);
    expect(repository.gitRemote("show", `main_agents:${path}`)).toBe("once");
    await waitFor("a worker without a job and without what is left of one", () =>
      processesNaming(`/${jobId}`).length === 0 ? true : null,
    );
  }

  for (const stage of STAGES) {
    test(`${stage}, of a script`, async () => {
      const path = `script/${stage}.txt`;
      const instruction = `/write ${path}\n~~~\nonce\n~~~\n/run sleep 0.2`;
      const jobId = await enqueueAgentTask(stack, instruction, { validationSteps: ["sleep 0.2"] }, "deterministic");
      await killIn(stage, jobId);
      await expectLandedOnce(jobId, path);
    });

    test(`${stage}, of an agent`, async () => {
      const path = `agent/${stage}.txt`;
      const instruction = instructionFor("Write a file", [
        { do: "write", path, text: "once\n" },
        { do: "shell", command: "sleep 0.2" },
      ]);
      const jobId = await enqueueAgentTask(stack, instruction, { validationSteps: [`test -e ${path}`] });
      await killIn(stage, jobId);
      await expectLandedOnce(jobId, path);
    });
  }
});
