import { afterEach, describe, expect, test } from "bun:test";
import type { Envelope } from "@pushpals/protocol";
import { enqueueAgentTask, eventsOfJob } from "../support/agent-tasks";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { processesNaming } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { payloadsOf, type Stack, startStack } from "../support/stack";
import { writeHello } from "./scripted-work";

export interface RealAgent {
  /** Name of the profile. */
  agent: string;
  version: string;
  api: "chat" | "responses";
  /** Arguments after the program. */
  args: readonly string[];
  /** The path of its program, once it is installed. */
  install(): Promise<string>;
}

export interface Tier {
  tier: "none" | "process" | "container";
  /** What the stack needs in its environment. */
  variables: Record<string, string>;
}

let repository: TestRepository | undefined;
let stack: Stack | undefined;
let model: ModelServer | undefined;
const KEY = "CANARY-KEY";

/** What has to come of the task, whichever agent does it, in whichever tier. */
const DIFF = ["A\thello.txt"];
const EVENTS = [
  "job_enqueued",
  "job_claimed",
  "task_started",
  "job_completed",
  "completion_enqueued",
  "merge_succeeded",
];

/** One task, done by a real agent against a scripted model over the whole stack. */
export function oneTask(agent: RealAgent, { tier, variables }: Tier): void {
  describe(`${agent.agent} ${agent.version} in tier ${tier}`, () => {
    afterEach(async () => {
      await stack?.stop();
      await model?.stop();
      repository?.remove();
    });

    test("does one task against a scripted model, and it lands", async () => {
      const path = await agent.install();
      model = await startModelServer({ key: KEY, models: ["test-model"] });
      model.otherwise(writeHello);
      repository = makeRepository({ "README.md": "# With a real agent\n", "AGENTS.md": "Say hello.\n" });
      const env = settings(agent, tier, [path, ...agent.args], model.url);
      stack = await startStack(repository, { workers: 1, env: { ...env, ...variables } });
      const started = performance.now();
      const jobId = await enqueueAgentTask(stack, "Write hello.txt", { validationSteps: ["grep -q hello hello.txt"] });
      const events = await eventsOfJob(stack, jobId);
      const seconds = ((performance.now() - started) / 1_000).toFixed(1);
      const logs = JSON.stringify(await stack.client.jobs.logs({ id: jobId }));
      if (payloadsOf(events, "task_failed").length > 0) console.log(logs, JSON.stringify(events.slice(-20)));
      expect(payloadsOf(events, "task_failed")).toEqual([]);
      expect(repository.gitRemote("show", "main_agents:hello.txt")).toBe("hello from an agent");
      expect(repository.gitRemote("diff", "--name-status", "main", "main_agents").split("\n")).toEqual(DIFF);
      expect(milestones(events)).toEqual(EVENTS);
      expect(payloadsOf(events, "tool_call").length).toBeGreaterThan(0);
      expect(payloadsOf(events, "tool_result").map(({ status }) => status)).toContain("completed");
      expect(`${logs} ${JSON.stringify(events)}`).not.toContain(KEY);
      expect(processesNaming(path)).toEqual([]);
      console.log(`${agent.agent} ${agent.version} in tier ${tier}: landed ${seconds} s after it was enqueued`);
    });
  });
}

const settings = ({ agent, api }: RealAgent, tier: string, command: string[], modelUrl: string) => ({
  PUSHPALS_WORKERPALS_SANDBOX_TIER: tier,
  PUSHPALS_WORKERPALS_OPENHANDS_AGENT: agent,
  PUSHPALS_WORKERPALS_OPENHANDS_COMMAND: JSON.stringify(command),
  PUSHPALS_WORKERPALS_LLM_API: api,
  PUSHPALS_WORKERPALS_LLM_BASE_URL: `${modelUrl}/v1`,
  PUSHPALS_WORKERPALS_LLM_MODEL: "test-model",
  PUSHPALS_WORKERPALS_LLM_API_KEY_ENV: "TEST_MODEL_KEY",
  TEST_MODEL_KEY: KEY,
});

/** The events that do not depend on how an agent goes about its work, in their order. */
const milestones = (events: readonly Envelope[]): string[] =>
  events.map(({ type }) => type).filter((type) => EVENTS.includes(type));
