import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { ClaimedRequest } from "@pushpals/protocol";
import { createClient } from "@pushpals/sdk";
import { type Mirror, openMirror } from "@pushpals/shared/git";
import type { ModelSettings } from "@pushpals/shared/model";
import { modelPlanner } from "../../apps/remotebuddy/src/plan/model/model-planner";
import type { Planned } from "../../apps/remotebuddy/src/plan/planner";
import { type ModelServer, type Scripted, startModelServer, type Turn } from "../support/model-server/model-server";
import { makeRepository, type TestRepository } from "../support/repository";
import { answerPlan, say, scriptPlan } from "./plans";
import { modelFor, PATIENT, SPOKEN } from "./settings";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let repository: TestRepository;
let mirror: Mirror;
let server: ModelServer;

beforeAll(async () => {
  repository = makeRepository({
    "package.json": '{ "name": "shop", "scripts": { "test": "true" } }\n',
    "src/price.ts": "export function priceOf(item: string): number {\n  return item.length;\n}\n",
    "src/cart.ts": "export class Cart {}\n",
  });
  const opened = await openMirror({
    dataDir: join(repository.root, "data"),
    repositoryPath: repository.dir,
    remoteName: "origin",
  });
  if (!opened.ok) throw new Error(opened.message);
  mirror = opened.mirror;
  await mirror.fetch();
  await mirror.updateRef("refs/heads/main_agents", repository.git("rev-parse", "HEAD"), null);
});
afterAll(() => repository?.remove());
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.stop());

/** A hub that is not there: the conversation is left out. */
const NOWHERE = "http://127.0.0.1:1";

interface Here {
  settings?: Partial<ModelSettings>;
  backend?: (typeof SPOKEN)[number];
  hasAgent?: boolean;
  maxCandidates?: number;
  allowedCommands?: string[];
  validationSteps?: string[];
  prompt?: string;
  request?: Partial<ClaimedRequest>;
  signal?: AbortSignal;
}

async function plan(here: Here = {}): Promise<Planned> {
  const planner = modelPlanner({
    settings: modelFor(here.backend ?? "openai-compatible", server.url, here.settings),
    policy: {
      hasAgent: here.hasAgent ?? false,
      allowedCommands: here.allowedCommands ?? [],
      validationSteps: here.validationSteps ?? [],
      maxCandidates: here.maxCandidates ?? 1,
    },
    sources: {
      mirror,
      integrationBranch: "main_agents",
      events: { client: createClient({ baseUrl: NOWHERE, token: "none" }), baseUrl: NOWHERE, token: "none" },
    },
    operations: async () => null,
    patience: PATIENT,
  });
  const request: ClaimedRequest = {
    requestId: crypto.randomUUID(),
    sessionId: "dev",
    prompt: here.prompt ?? "Please add a page about the new prices",
    context: null,
    priority: "interactive",
    queueWaitBudgetMs: 1_000,
    turnId: null,
    enqueuedAt: 0,
    bestOf: null,
    ...here.request,
  };
  return await planner.plan(request, here.signal ?? new AbortController().signal);
}

function failureOf(planned: Planned) {
  if (planned.ok) throw new Error(`planned: ${JSON.stringify(planned.plan)}`);
  return planned.failure;
}

/** What a call of chat completions said. */
function messagesOf(call: number): { role: string; content: string }[] {
  return (server.calls[call]?.body["messages"] ?? []) as { role: string; content: string }[];
}

const lastUserText = (call = server.calls.at(-1)): string => JSON.stringify(call?.body);

describe("a valid plan", () => {
  for (const backend of SPOKEN)
    test(`comes from ${backend}, with what it took`, async () => {
      server.script({ text: say(scriptPlan()), usage: { input: 2_000_000, output: 100_000 } });
      const price = { inputUsdPerMillion: 1.25, outputUsdPerMillion: 10 };
      const planned = await plan({ backend, settings: { price } });
      expect(planned).toMatchObject({
        ok: true,
        plan: { lane: "deterministic", target_paths: ["docs/new.md"], acceptance_criteria: ["The page exists."] },
        use: {
          backend,
          model: "test-model",
          prompt: "plan@2",
          rounds: 1,
          inputTokens: 2_000_000,
          outputTokens: 100_000,
          costUsd: 3.5,
        },
      });
      expect(planned.ok && "subtasks" in planned.plan).toBe(false);
    });

  test("may stand among white space, and cost is not told where no price is configured", async () => {
    server.script(`\n  ${say(answerPlan("There are two files."))}\n\n`);
    expect(await plan()).toMatchObject({ ok: true, plan: { requires_worker: false }, use: { costUsd: null } });
  });

  test("gets the operator's validation steps too", async () => {
    server.script(say(scriptPlan()));
    const planned = await plan({ validationSteps: ["make lint"] });
    expect(planned.ok && planned.plan.validation_steps).toEqual(["make lint", "make test"]);
  });

  test("may be a graph of parts", async () => {
    const part = (id: string, depends_on: string[]) => ({
      id,
      depends_on,
      requires_worker: true,
      job_kind: "task.execute",
      lane: "deterministic",
      target_paths: [`${id}.md`],
      validation_steps: [],
      worker_instruction: `/write ${id}.md\n\`\`\`\n${id}\n\`\`\`\n`,
      acceptance_criteria: null,
    });
    server.script(say(scriptPlan({ worker_instruction: "", subtasks: [part("a", []), part("b", ["a"])] })));
    const planned = await plan();
    expect(planned.ok && planned.plan.subtasks?.map((task) => task.depends_on)).toEqual([[], ["a"]]);
  });
});

describe("an answer that is no valid plan is mended once, else it ends the request with what was wrong", () => {
  const openhands = scriptPlan({ lane: "openhands", worker_instruction: "Make it nicer." });
  const WRONG: [name: string, turn: string | Turn, finding: string, here?: Here][] = [
    ["a fence around it", `\`\`\`json\n${say(scriptPlan())}\n\`\`\``, "fenced block"],
    ["prose before it", `Here is the plan:\n${say(scriptPlan())}`, "text before it"],
    ["prose after it", `${say(scriptPlan())}\nI hope that helps!`, "text after it"],
    ["two objects", `${say(scriptPlan())}${say(scriptPlan())}`, "not one JSON object"],
    ["a list", `[${say(scriptPlan())}]`, "is a list"],
    ["nothing", "", "empty"],
    ["white space", " \n ", "empty"],
    ["an answer that is cut at its longest", { text: say(scriptPlan()), finish: "length" }, "cut off at 1000 tokens"],
    ["an unknown key", say({ ...scriptPlan(), confidence: 0.9 }), "confidence"],
    ["a key that is missing", say((({ intent: _, ...rest }) => rest)(scriptPlan())), "intent"],
    ["a value that is none of the allowed", say(scriptPlan({ risk_level: "none" })), "risk_level"],
    ["a null where there has to be something", say(scriptPlan({ assistant_message: null })), "assistant_message"],
    ["a worker without an instruction", say(scriptPlan({ worker_instruction: " " })), "a worker needs an instruction"],
    ["a job without a worker", say({ ...answerPlan("Hi"), job_kind: "task.execute" }), "job_kind"],
    ["no worker and no answer", say(answerPlan("")), "must answer the person"],
    ["a path outside", say(scriptPlan({ target_paths: ["../etc/passwd"] })), "target_paths.0"],
    ["an absolute path", say(scriptPlan({ target_paths: ["/etc/passwd"] })), "target_paths.0"],
    ["a script that does not parse", say(scriptPlan({ worker_instruction: "please add it" })), "line 1"],
    ["a script that writes outside", say(scriptPlan({ worker_instruction: "/delete ../x" })), "../x"],
    ["a lane that nobody works in", say(openhands), "no agent is configured"],
    ["a command outside of the policy", say(scriptPlan()), "outside of the policy", { allowedCommands: ["bun test"] }],
    [
      "a command that is joined to an allowed one",
      say(scriptPlan({ validation_steps: ["make test; curl evil"] })),
      "outside of the policy",
      { allowedCommands: ["make test"] },
    ],
    [
      "a command in a script outside of the policy",
      say(scriptPlan({ worker_instruction: "/run rm -rf x\n", validation_steps: [] })),
      "rm -rf x",
      { allowedCommands: ["make test"] },
    ],
  ];
  for (const [name, turn, finding, here] of WRONG) {
    test(`${name}: mended`, async () => {
      const good = scriptPlan({ validation_steps: [] });
      server.script(turn, say(good));
      const planned = await plan(here);
      expect(planned).toMatchObject({ ok: true, use: { rounds: 2, inputTokens: 200, outputTokens: 40 } });
      // The findings were shown to the model, after its own answer.
      const messages = messagesOf(1);
      expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
      expect(messages.at(-1)?.content).toContain(finding);
    });

    test(`${name}: not mended`, async () => {
      server.script(turn, turn);
      const failure = failureOf(await plan(here));
      expect(failure.code).toBe("plan_invalid");
      expect(failure.message).toContain(finding);
      expect(failure.detail).toMatchObject({ model: { rounds: 2 } });
      expect(server.calls.length).toBe(2);
    });
  }

  test("no backend takes an empty turn: an empty answer is shown as such", async () => {
    server.script("", say(scriptPlan()));
    expect((await plan({ backend: "anthropic", settings: { structured: false } })).ok).toBe(true);
  });

  test("an agent that is configured may get the work; an allowed command may go on", async () => {
    const steps = { validation_steps: ["make test -k"] };
    server.script(say({ ...openhands, ...steps }));
    expect((await plan({ hasAgent: true, allowedCommands: ["make test"] })).ok).toBe(true);
  });
});

describe("a fault of the model's server ends as its own class", () => {
  const thrice = (turn: Turn): Scripted[] => [turn, turn, turn];
  const FAULTS: [name: string, turns: Scripted[], code: string, tells: string][] = [
    ["500", thrice({ status: 500, text: "boom" }), "model_unavailable", "boom"],
    ["429 without a time", thrice({ status: 429 }), "model_quota", "takes no more calls"],
    ["a line that drops", thrice({ text: say(scriptPlan()), cutAfterPieces: 2 }), "model_unavailable", "cut"],
    ["a refusal", [{ refusal: "I will not plan that." }], "model_refused", "I will not plan that."],
    ["a wrong key", [{ status: 401, text: "bad key" }], "model_misconfigured", "OPENAI_COMPATIBLE_API_KEY"],
    ["a model that is gone", [{ status: 404 }], "model_misconfigured", "pushpals model"],
    ["a call that is refused", [{ status: 400, text: "context length" }], "model_misconfigured", "context length"],
  ];
  for (const [name, turns, code, tells] of FAULTS)
    test(name, async () => {
      server.script(...turns);
      const planned = await plan();
      const failure = failureOf(planned);
      expect([failure.code, server.left()]).toEqual([code as typeof failure.code, 0]);
      expect(failure.message).toContain(tells);
      expect(failure.detail).not.toHaveProperty("retryAfterMs");
    });

  test("a fault in the repair round is no findings", async () => {
    server.script("no plan", { status: 401 });
    expect(failureOf(await plan()).code).toBe("model_misconfigured");
  });

  test("a limit with a time far off parks the request until then, but not for ever", async () => {
    const limit = (seconds: number): Turn => ({ status: 429, headers: { "retry-after": String(seconds) } });
    server.script(limit(120), limit(86_400), limit(120));
    const detailOf = async (enqueuedAt: number) => {
      const failure = failureOf(await plan({ request: { enqueuedAt } }));
      expect(failure.code).toBe("model_quota");
      return failure.detail?.["retryAfterMs"];
    };
    expect(await detailOf(Date.now())).toBe(120_000);
    expect(await detailOf(Date.now())).toBe(3_600_000);
    expect(await detailOf(Date.now() - 7 * 3_600_000)).toBeUndefined();
    expect(server.calls.length).toBe(3);
  });

  test("no answer in time, and a stop", async () => {
    server.otherwise({ hang: true });
    expect(failureOf(await plan({ settings: { timeoutMs: 300 } })).message).toContain("timeout");
    const stop = new AbortController();
    const planning = plan({ signal: stop.signal });
    while (server.calls.length < 2) await Bun.sleep(5);
    stop.abort();
    expect(failureOf(await planning).code).toBe("cancelled");
  });

  test("no failure holds the key", async () => {
    server.script({ status: 401, text: "no such key: key-of-tests" });
    expect(JSON.stringify(await plan())).not.toContain("key-of-tests");
  });
});

describe("what the model is given to read", () => {
  test("the message, the repository at the head, what the message names, what is allowed", async () => {
    server.script(say(answerPlan("ok")));
    await plan({
      prompt: "Make priceOf faster",
      validationSteps: ["make lint"],
      request: {
        context: {
          branch: "main",
          head: null,
          dirty: false,
          files: [{ path: "src/price.ts", lines: 3, excerpt: "export function priceOf" }],
          symbols: [{ name: "priceOf", path: "src/price.ts", line: 1 }],
        },
      },
    });
    const text = lastUserText();
    for (const part of [
      "Make priceOf faster",
      "src/: cart.ts price.ts",
      "src/price.ts:1:export function priceOf",
      "priceOf: src/price.ts:1",
      "Start",
      "--- package.json",
      "make lint",
      "never choose it",
    ])
      expect(text).toContain(part);
    expect(text.indexOf("src/price.ts:1:export")).toBeLessThan(text.indexOf("src/cart.ts:1:export"));
  });

  test("keeps to its budget, and never cuts the message", async () => {
    server.script(say(answerPlan("ok")));
    const prompt = `Please ${"really ".repeat(250)}do it`;
    await plan({ prompt, settings: { contextTokens: 1_000 } });
    const messages = messagesOf(0);
    expect(messages[1]?.content).toContain(prompt);
    expect(messages[1]?.content.length).toBeLessThanOrEqual(3_000);
    const failure = failureOf(await plan({ prompt: prompt.repeat(3), settings: { contextTokens: 1_000 } }));
    expect(failure.message).toContain("too long");
    expect(server.calls.length).toBe(1);
  });
});

test("each key of the schema is required, and no other is allowed, as strict structured output wants it", async () => {
  server.script(say(scriptPlan()));
  await plan({ backend: "openai" });
  const text = server.calls[0]?.body["text"] as { format: { strict: boolean; schema: SchemaNode } };
  expect(text.format.strict).toBe(true);
  const check = (node: SchemaNode): void => {
    expect(node).not.toHaveProperty("$ref");
    if (node.properties) {
      expect(node.additionalProperties).toBe(false);
      expect(node.required).toEqual(Object.keys(node.properties));
    }
    for (const child of [
      ...Object.values(node.properties ?? {}),
      ...(node.anyOf ?? []),
      ...(node.items ? [node.items] : []),
    ])
      check(child);
  };
  check(text.format.schema);
});

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  required?: string[];
  additionalProperties?: boolean;
  anyOf?: SchemaNode[];
  items?: SchemaNode;
}
