import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { freePorts } from "../../scripts/free-ports";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { descendantsOf } from "../support/processes";
import { makeRepository, personEnv, type TestRepository } from "../support/repository";
import { endOf, payloadsOf, type Stack, startStack } from "../support/stack";
import { say, scriptPlan } from "./plans";

setDefaultTimeout(300_000);

const KEY = "canary-key-of-the-whole-way";
let repository: TestRepository;
let models: ModelServer;
let stack: Stack | undefined;

const modelEnv = () => ({
  PUSHPALS_REMOTEBUDDY_LLM_BACKEND: "anthropic",
  PUSHPALS_REMOTEBUDDY_LLM_MODEL: "test-model",
  PUSHPALS_REMOTEBUDDY_LLM_BASE_URL: `${models.url}/v1`,
  ANTHROPIC_API_KEY: KEY,
});

beforeAll(async () => {
  repository = makeRepository({ "README.md": "# Shop\n" });
  models = await startModelServer({ key: KEY });
});
afterAll(async () => {
  await stack?.stop();
  await models?.stop();
  repository?.remove();
});

test("the start stops where the model is not there, and says what was tried and what to do", async () => {
  const [server, local, scm] = freePorts(3);
  const child = Bun.spawn([process.execPath, "scripts/run.ts", "start", "--repo", repository.dir, "--no-client"], {
    cwd: resolve(import.meta.dir, "../.."),
    env: {
      ...personEnv(),
      ...modelEnv(),
      PUSHPALS_DATA_DIR: join(repository.root, "other"),
      PUSHPALS_SERVER_PORT: String(server),
      PUSHPALS_LOCALBUDDY_PORT: String(local),
      PUSHPALS_SOURCE_CONTROL_MANAGER_PORT: String(scm),
      PUSHPALS_REMOTEBUDDY_LLM_MODEL: "text-model",
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  expect(exitCode).toBe(1);
  expect(err).toContain("has no model text-model; it has test-model");
  expect(err).toContain("did you mean test-model?");
  expect(err).toContain("Nothing was started.");
  expect(out + err).not.toContain(KEY);
});

test("free text becomes a landed change; the key is seen by the planner alone", async () => {
  models.script('{"ready": true}');
  stack = await startStack(repository, { workers: 1, env: modelEnv() });

  models.script(say(scriptPlan({ validation_steps: [] })));
  const outcome = await stack.send("Please add a page about our new prices");
  expect(endOf(outcome)).toBe("landed");
  expect(payloadsOf(outcome.events, "plan_created")[0]).toMatchObject({ planner: "test-model" });
  expect(repository.gitRemote("show", "main_agents:docs/new.md")).toBe("# New");
  expect(stack.output()).toMatch(/model +test-model \(Anthropic\)/);

  const holders = descendantsOf(stack.pid).filter(({ pid }) => environmentOf(pid).includes(KEY));
  expect(holders.map(({ command }) => /apps\/(\w+)\//.exec(command)?.[1])).toEqual(["remotebuddy"]);
  const told = [stack.output(), JSON.stringify(await stack.replay())].join("\n");
  expect(told).not.toContain(KEY);
  const stored = Bun.spawnSync(["grep", "-rlaF", KEY, stack.dataDir]);
  expect(stored.stdout.toString()).toBe("");
});

/** The environment that a process was started with; empty where that cannot be seen. */
function environmentOf(pid: number): string {
  const file = `/proc/${pid}/environ`;
  return existsSync(file) ? readFileSync(file, "latin1") : "";
}
