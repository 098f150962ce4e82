import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { enqueueAgentTask, eventsOfJob } from "../support/agent-tasks";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { processesNaming } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { payloadsOf, type Stack, startStack } from "../support/stack";
import { installAgent } from "./install-agent";
import { writeHello } from "./scripted-work";

setDefaultTimeout(20 * 60_000);

const AGENTS = [
  { agent: "codex", npm: "@agentclientprotocol/codex-acp", version: "2.6.0", program: "codex-acp", args: [] },
  { agent: "opencode", npm: "opencode-ai", version: "1.18.33", program: "opencode", args: ["acp", "--pure"] },
] as const;
const API = { codex: "responses", opencode: "chat" };

let repository: TestRepository | undefined;
let stack: Stack | undefined;
let model: ModelServer | undefined;
afterEach(async () => {
  await stack?.stop();
  await model?.stop();
  repository?.remove();
});

for (const { agent, npm, version, program, args } of AGENTS)
  for (const tier of ["none", "process"])
    describe(`${agent} ${version} in tier ${tier}`, () => {
      test("does one task against a scripted model, and it lands", async () => {
        const path = await installAgent(npm, version, program);
        model = await startModelServer({ key: "CANARY-KEY", models: ["test-model"] });
        model.otherwise(writeHello);
        repository = makeRepository({ "README.md": "# With a real agent\n", "AGENTS.md": "Say hello.\n" });
        stack = await startStack(repository, {
          workers: 1,
          env: {
            PUSHPALS_WORKERPALS_SANDBOX_TIER: tier,
            PUSHPALS_WORKERPALS_OPENHANDS_AGENT: agent,
            PUSHPALS_WORKERPALS_OPENHANDS_COMMAND: JSON.stringify([path, ...args]),
            PUSHPALS_WORKERPALS_LLM_API: API[agent],
            PUSHPALS_WORKERPALS_LLM_BASE_URL: `${model.url}/v1`,
            PUSHPALS_WORKERPALS_LLM_MODEL: "test-model",
            PUSHPALS_WORKERPALS_LLM_API_KEY_ENV: "TEST_MODEL_KEY",
            TEST_MODEL_KEY: "CANARY-KEY",
          },
        });
        const started = performance.now();
        const jobId = await enqueueAgentTask(stack, "Write hello.txt", {
          validationSteps: ["grep -q hello hello.txt"],
        });
        const events = await eventsOfJob(stack, jobId);
        const seconds = ((performance.now() - started) / 1_000).toFixed(1);
        const logs = JSON.stringify(await stack.client.jobs.logs({ id: jobId }));
        if (payloadsOf(events, "task_failed").length > 0) console.log(logs, JSON.stringify(events.at(-1)?.payload));
        expect(payloadsOf(events, "task_failed")).toEqual([]);
        expect(repository.gitRemote("show", "main_agents:hello.txt")).toBe("hello from an agent");
        expect(repository.gitRemote("diff", "--name-only", "main", "main_agents")).toBe("hello.txt");
        expect(payloadsOf(events, "tool_call").length).toBeGreaterThan(0);
        expect(`${logs} ${JSON.stringify(events)}`).not.toContain("CANARY-KEY");
        expect(processesNaming(path)).toEqual([]);
        console.log(`${agent} ${version} in tier ${tier}: landed ${seconds} s after it was enqueued`);
      });
    });
