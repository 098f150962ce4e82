import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { dirname } from "node:path";
import { instructionFor } from "../support/acp-agent/script";
import { scriptedAgentSettings } from "../support/agent-tasks";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, payloadsOf, type Stack, startStack } from "../support/stack";
import { installFromNpm } from "./install-agent";
import { writeHello } from "./scripted-work";

setDefaultTimeout(20 * 60_000);

const KEY = "CANARY-KEY";
const AGENTS = ["custom", "opencode:test-model", "qwen:test-model"];

let repository: TestRepository | undefined;
let stack: Stack | undefined;
let model: ModelServer | undefined;
afterAll(async () => {
  await stack?.stop();
  await model?.stop();
  repository?.remove();
});

test("the best of a scripted agent and two real ones: each does the task in its own way, and what two came to lands", async () => {
  const programs = [
    await installFromNpm("opencode-ai", "1.18.33", "opencode"),
    await installFromNpm("@qwen-code/qwen-code", "0.15.10", "qwen"),
  ];
  model = await startModelServer({ key: KEY, models: ["test-model"] });
  model.otherwise(writeHello);
  repository = makeRepository({ "README.md": "# The best of real agents\n" });
  stack = await startStack(repository, {
    workers: 3,
    env: {
      ...scriptedAgentSettings(repository.root),
      PATH: [...programs.map(dirname), process.env["PATH"]].join(":"),
      PUSHPALS_REMOTEBUDDY_BEST_OF_AGENTS: JSON.stringify(AGENTS),
      PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: JSON.stringify(["grep -q hello hello.txt"]),
      PUSHPALS_WORKERPALS_SANDBOX_TIER: "process",
      PUSHPALS_WORKERPALS_LLM_API: "chat",
      PUSHPALS_WORKERPALS_LLM_BASE_URL: `${model.url}/v1`,
      PUSHPALS_WORKERPALS_LLM_MODEL: "test-model",
      PUSHPALS_WORKERPALS_LLM_API_KEY_ENV: "TEST_MODEL_KEY",
      TEST_MODEL_KEY: KEY,
    },
  });
  const longer = { do: "write" as const, path: "hello.txt", text: "hello\nand more\nthan anybody\nhas asked for\n" };
  const outcome = await stack.send(`/best 3 ${instructionFor("Write hello.txt", [longer])}`);
  const [chosen] = payloadsOf(outcome.events, "candidate_chosen");
  if (endOf(outcome) !== "landed" || !chosen) throw new Error(`nothing has landed: ${stack.output()}`);
  const read = await stack.client.jobs.candidates({ id: chosen.jobId });
  if (!read.ok) throw new Error(read.message);
  // Each has made a change that stands, by the agent that it was given to.
  expect(read.candidates.map(({ agent, result }) => [agent?.profile, result?.evidence.diff.additions])).toEqual([
    ["custom", 4],
    ["opencode", 1],
    ["qwen", 1],
  ]);
  for (const { result } of read.candidates) expect(result?.evidence.validation).toMatchObject([{ exitCode: 0 }]);
  // Two of them came to the same by themselves, which is evidence.
  expect(chosen.choice.by).toBe("evidence");
  const ranks = new Map(chosen.choice.standings.map(({ jobId, rank }) => [jobId, rank]));
  expect(read.candidates.map(({ job }) => ranks.get(job.jobId))).toEqual([3, 1, 2]);
  expect(repository.gitRemote("show", "main_agents:hello.txt")).toBe("hello from an agent");
  expect(JSON.stringify(outcome.events)).not.toContain(KEY);
});
