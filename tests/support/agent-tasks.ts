import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Envelope, TaskExecuteParams } from "@pushpals/protocol";
import type { Stack } from "./stack";
import { waitFor } from "./wait-for";

const PROJECT = resolve(import.meta.dir, "../..");
const BUDGETS = { queueWaitBudgetMs: 60_000, executionBudgetMs: 300_000, finalizationBudgetMs: 120_000 };

/** Settings of a stack whose workers have the scripted agent. `env`: for the agent itself. */
export function scriptedAgentSettings(root: string, env: Record<string, string> = {}): Record<string, string> {
  const profile = join(root, "scripted-agent.toml");
  const command = [realpathSync(process.execPath), join(PROJECT, "tests/support/acp-agent/agent.ts")];
  const variables = Object.entries(env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  mkdirSync(root, { recursive: true });
  writeFileSync(
    profile,
    [
      'name = "scripted"',
      `command = ${JSON.stringify(command)}`,
      'versionArguments = ["--version"]',
      'install = "part of the tests"',
      "[env]",
      ...variables,
    ].join("\n"),
  );
  return {
    PUSHPALS_WORKERPALS_OPENHANDS_AGENT: "custom",
    PUSHPALS_WORKERPALS_OPENHANDS_PROFILE: profile,
    PUSHPALS_WORKERPALS_SANDBOX_READ_ONLY_PATHS: JSON.stringify([PROJECT]),
  };
}

/** Puts a task for an agent into the queue, as a planner does; the answer is the job's id. */
export async function enqueueAgentTask(
  stack: Stack,
  instruction: string,
  planning: Partial<TaskExecuteParams["planning"]> = {},
  lane: TaskExecuteParams["lane"] = "openhands",
): Promise<string> {
  const params = {
    schemaVersion: 2 as const,
    requestId: crypto.randomUUID(),
    sessionId: stack.sessionId,
    lane,
    instruction,
    planning: {
      ...{
        intent: "code_change" as const,
        riskLevel: "low" as const,
        targetPaths: [],
        acceptanceCriteria: [],
        validationSteps: [],
      },
      ...{ queuePriority: "normal" as const, ...BUDGETS, ...planning },
    },
  } satisfies TaskExecuteParams;
  const { sessionId } = stack;
  const enqueued = await stack.client.jobs.enqueue({ taskId: "task", sessionId, kind: "task.execute", params });
  if (!enqueued.ok) throw new Error(enqueued.message);
  return enqueued.jobId;
}

/** The events of a job once it is over: landed, or failed for good. */
export function eventsOfJob(stack: Stack, jobId: string): Promise<Envelope[]> {
  return waitFor(
    `the end of job ${jobId}`,
    async () => {
      const events = (await stack.replay()).filter((event) => JSON.stringify(event.payload).includes(jobId));
      return events.some(({ type }) => type === "task_completed" || type === "task_failed") ? events : null;
    },
    () => stack.output(),
    120_000,
  );
}
