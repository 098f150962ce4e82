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
    const policy = { PUSHPALS_POLICY_AGENT_PERMISSIONS: "ask", PUSHPALS_POLICY_APPROVAL_HOLD_MS: "0" };
    stack = await startStack(repository, { workers: 1, env: { PUSHPALS_SERVER_LEASE_MS: "5000", ...policy, ...env } });
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

  const row = async (id: string) => {
    const found = await stack.client.jobs.get({ id });
    if (!found.ok) throw new Error(found.message);
    return found.job;
  };
  const parked = (id: string) =>
    waitFor("the job to be parked", async () => ((await row(id)).status === "blocked" ? true : null));
  const touch = (path: string) => instructionFor(`Write ${path}`, [{ do: "write", path, text: "x\n" }]);

  test("that asks the person holds no worker, and goes on in its session with the answer", async () => {
    const question = "Tabs or spaces?";
    const instruction = instructionFor(
      "Indent it",
      [
        { do: "write", path: "indent/first.txt", text: "first\n" },
        { do: "say", text: `I have begun.\n\nQUESTION: ${question}` },
      ],
      [{ do: "write", path: "indent/second.txt", text: "second\n" }],
    );
    const jobId = await enqueueAgentTask(stack, instruction);
    await parked(jobId);
    expect(await row(jobId)).toMatchObject({ question, claimedBy: null });
    // The only worker is free meanwhile.
    await eventsOfJob(stack, await enqueueAgentTask(stack, touch("meanwhile.txt")));
    expect((await stack.client.jobs.message({ id: jobId, text: "Tabs, please." })).ok).toBe(true);
    const events = await eventsOfJob(stack, jobId);
    expect(payloadsOf(events, "assistant_message").map(({ text }) => text)).toContain(question);
    const files = repository.gitRemote("show", "--name-only", "--format=", "main_agents").split("\n");
    expect(files).toEqual(["indent/first.txt", "indent/second.txt"]);
    const logs = JSON.stringify(await stack.client.jobs.logs({ id: jobId }));
    for (const part of ["loaded the session", "prompt: Tabs, please."]) expect(logs).toContain(part);
  });

  test("that wants a permission nobody gives at once holds no worker, and has it when somebody does", async () => {
    const wants = { do: "ask" as const, kinds: ["allow_once" as const, "reject_once" as const], into: "wants.txt" };
    const jobId = await enqueueAgentTask(stack, instructionFor("Do the dangerous thing", [wants]));
    await parked(jobId);
    await eventsOfJob(stack, await enqueueAgentTask(stack, touch("meanwhile-too.txt")));
    const listed = await stack.client.approvals.list({ status: "pending" });
    const wish = listed.ok ? listed.approvals.find((one) => one.jobId === jobId) : undefined;
    expect(wish).toMatchObject({ kind: "permission", reason: expect.stringContaining("dangerous thing") });
    await stack.client.approvals.decide({ id: wish?.approvalId ?? "", decision: "approve" });
    await eventsOfJob(stack, jobId);
    expect(repository.gitRemote("show", "main_agents:wants.txt")).toContain("option-allow_once");
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
