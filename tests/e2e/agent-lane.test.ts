import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { instructionFor } from "../support/acp-agent/script";
import { enqueueAgentTask, eventsOfJob, scriptedAgentSettings } from "../support/agent-tasks";
import { descendantsOf, processesNaming, sleepCommand } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);

describe("a task for an agent", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# With an agent\n" });
    const env = scriptedAgentSettings(repository.root, { AGENT_CAN_LOAD: "1" });
    stack = await startStack(repository, { workers: 1, env: { PUSHPALS_SERVER_LEASE_MS: "5000", ...env } });
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const workers = async () => {
    const listed = await stack.client.workers.list({});
    if (!listed.ok) throw new Error(listed.message);
    return listed.workers.filter((worker) => worker.role === "workerpal" && worker.online);
  };

  test("is taken by a worker that says it has one", async () => {
    expect((await workers())[0]?.lanes).toEqual(["deterministic", "openhands"]);
  });

  test("lands, with what the agent did on the way and the proof of it", async () => {
    const instruction = instructionFor("Say hello", [
      { do: "say", text: "I write a file.\n" },
      { do: "write", path: "docs/hello.md", text: "hello\n" },
    ]);
    const jobId = await enqueueAgentTask(stack, instruction, { validationSteps: ["grep -q hello docs/hello.md"] });
    const events = await eventsOfJob(stack, jobId);
    expect(payloadsOf(events, "task_failed")).toEqual([]);
    expect(repository.gitRemote("show", "main_agents:docs/hello.md")).toBe("hello");
    expect(payloadsOf(events, "tool_call").map((call) => call.title)).toEqual(["write docs/hello.md"]);
    expect(payloadsOf(events, "tool_result").map((result) => result.status)).toEqual(["completed"]);
  });

  test("whose worker is killed with -9 is gone on with by the next, in its session, and lands once", async () => {
    const sleep = sleepCommand(4);
    const instruction = instructionFor(
      "In two turns",
      [
        { do: "write", path: "first.txt", text: "first\n" },
        { do: "shell", command: `exec ${sleep}` },
      ],
      [{ do: "write", path: "second.txt", text: "second\n" }],
    );
    const jobId = await enqueueAgentTask(stack, instruction);
    await waitFor("the agent at work", () => (processesNaming(sleep).length > 0 ? true : null));
    const worker = descendantsOf(stack.pid).find((row) => row.command.includes("apps/workerpals/src/main.ts"));
    if (!worker) throw new Error("no worker below start");
    process.kill(worker.pid, "SIGKILL");
    const events = await eventsOfJob(stack, jobId);
    expect(payloadsOf(events, "task_failed")).toEqual([]);
    expect(payloadsOf(events, "job_claimed").map((claim) => claim.attempt)).toEqual([1, 2]);
    const files = repository.gitRemote("show", "--name-only", "--format=", "main_agents").split("\n");
    expect(files).toEqual(["first.txt", "second.txt"]);
    const logs = await stack.client.jobs.logs({ id: jobId });
    expect(JSON.stringify(logs)).toContain("loaded the session");
    expect(processesNaming(sleep)).toEqual([]);
  });
});
