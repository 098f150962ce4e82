import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { Envelope, EventPayload, EventType, Role } from "@pushpals/protocol";
import { type Client, createClient, streamEvents } from "@pushpals/sdk";
import { ensureTokens } from "@pushpals/shared/auth";
import type { Service } from "@pushpals/shared/process";
import { startServer, type TestProcesses } from "../../apps/remotebuddy/src/testing/processes";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { answerPlan, say, scriptPlan } from "./plans";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const KEY = "canary-key-of-tests";
let processes: TestProcesses;
let tokens: Record<Role, string>;
let client: Client;
let models: ModelServer;
let remotebuddy: Service;

beforeAll(async () => {
  processes = await startServer();
  tokens = await ensureTokens(processes.dataDir);
  client = createClient({ baseUrl: processes.url, token: tokens.operator });
});
afterAll(async () => await processes?.stop());
beforeEach(async () => {
  models = await startModelServer({ key: KEY });
});
afterEach(async () => {
  await remotebuddy?.stop();
  await models.stop();
});

function start(env: Record<string, string> = {}): void {
  remotebuddy = processes.startRemoteBuddy({
    PUSHPALS_REMOTEBUDDY_LLM_BACKEND: "openai-compatible",
    PUSHPALS_REMOTEBUDDY_LLM_MODEL: "test-model",
    PUSHPALS_REMOTEBUDDY_LLM_BASE_URL: `${models.url}/v1`,
    PUSHPALS_REMOTEBUDDY_LLM_PRICE_INPUT_PER_MILLION: "2.5",
    OPENAI_COMPATIBLE_API_KEY: KEY,
    ...env,
  });
}

async function send(sessionId: string, prompt: string): Promise<string> {
  await client.sessions.create({ sessionId });
  await client.sessions.message({ id: sessionId, text: prompt });
  const queued = await client.requests.enqueue({ sessionId, prompt });
  if (!queued.ok) throw new Error(queued.message);
  return queued.requestId;
}

/** All events of a session up to and with the first of a type that belongs to a request. */
async function eventsUntil(sessionId: string, type: EventType, requestId: string): Promise<Envelope[]> {
  const events: Envelope[] = [];
  const abort = new AbortController();
  const { signal } = abort;
  for await (const item of streamEvents({ baseUrl: processes.url, token: tokens.operator, sessionId, signal })) {
    if (item.type === "end") break;
    const { envelope } = item.frame;
    events.push(envelope);
    if (envelope.type === type && (envelope.payload as { requestId?: string }).requestId === requestId) abort.abort();
  }
  return events;
}

function payloads<T extends EventType>(events: readonly Envelope[], type: T): EventPayload<T>[] {
  return events.filter((event) => event.type === type).map((event) => event.payload as EventPayload<T>);
}

test("a model's plan becomes a job, told with what it took; the next plan knows of it; the key stays where it is", async () => {
  start();
  models.script({ text: say(scriptPlan({ validation_steps: [] })), usage: { input: 4_000, output: 300 } });
  const first = await send("plan", "Please add a page about prices");
  const events = await eventsUntil("plan", "request_completed", first);
  expect(payloads(events, "plan_created")[0]).toMatchObject({
    planner: "test-model",
    lane: "deterministic",
    model: {
      backend: "openai-compatible",
      prompt: "plan@2",
      rounds: 1,
      inputTokens: 4_000,
      outputTokens: 300,
      costUsd: 0.01,
    },
  });
  expect(await client.jobs.list({ requestId: first })).toMatchObject({ jobs: [{ title: "Write docs/new.md" }] });

  models.script(say(answerPlan("The page is on its way.")));
  const second = await send("plan", "And what about that page now?");
  const answered = await eventsUntil("plan", "request_completed", second);
  expect(payloads(answered, "assistant_message").at(-1)?.text).toBe("The page is on its way.");
  const asked = JSON.stringify(models.calls[1]?.body);
  expect(asked).toContain("person: Please add a page about prices");
  expect(asked).toContain("team: I add the page.");
  expect(asked).not.toContain("person: And what about that page now?");
  expect(JSON.stringify(answered)).not.toContain(KEY);
});

test("scripts and plain sentences are planned without the model", async () => {
  start();
  const requestId = await send("exact", "rename a.ts to b.ts");
  const events = await eventsUntil("exact", "request_completed", requestId);
  expect(payloads(events, "plan_created")[0]).toMatchObject({ planner: "builtin" });
  expect(models.calls.length).toBe(0);
});

test("a plan that stays invalid ends the request with its findings", async () => {
  start();
  models.script("Sure! I will do it.", "```json\n{}\n```");
  const requestId = await send("invalid", "Please do something");
  const [failed] = payloads(await eventsUntil("invalid", "request_failed", requestId), "request_failed");
  expect(failed?.failure).toMatchObject({ code: "plan_invalid" });
  expect(failed?.failure.message).toContain("fenced block");
});

test("a limit with its time puts the request off, counts no attempt, and says so", async () => {
  start();
  models.script({ status: 429, headers: { "retry-after-ms": "20001" } });
  const requestId = await send("limit", "Please do something later");
  const events = await eventsUntil("limit", "status", requestId);
  expect(payloads(events, "status").at(-1)).toMatchObject({ state: "note" });
  for (;;) {
    const found = await client.requests.get({ id: requestId });
    if (found.ok && found.request.status === "blocked") {
      expect(found.request.attempts).toBe(0);
      break;
    }
    await Bun.sleep(20);
  }
  await client.requests.cancel({ id: requestId });
});

test("a model that cannot be had: tried again as often as an item may be, then failed with the cause", async () => {
  start({ PUSHPALS_REMOTEBUDDY_LLM_TIMEOUT_MS: "1500" });
  models.otherwise({ hang: true });
  const requestId = await send("gone", "Please do something");
  const events = await eventsUntil("gone", "request_failed", requestId);
  const { failure } = payloads(events, "request_failed")[0] as EventPayload<"request_failed">;
  expect(failure).toMatchObject({ code: "attempts_exhausted", detail: { lastCode: "model_unavailable" } });
  expect(models.calls.length).toBe(3);
});

test("without its key it does not start, and says what is missing", async () => {
  remotebuddy = processes.startRemoteBuddy({
    PUSHPALS_REMOTEBUDDY_LLM_BACKEND: "anthropic",
    PUSHPALS_REMOTEBUDDY_LLM_MODEL: "some-model",
  });
  expect(await remotebuddy.exited).toMatchObject({ exitCode: 2 });
});

test("without a model, an agent gets what is no operation, word for word", async () => {
  remotebuddy = processes.startRemoteBuddy({
    PUSHPALS_WORKERPALS_OPENHANDS_AGENT: "openhands",
    PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: '["make test"]',
  });
  const text = "Please make the shop nicer:\n- faster\n- prettier, `now`";
  const requestId = await send("agent", text);
  const events = await eventsUntil("agent", "request_completed", requestId);
  const [completed] = payloads(events, "request_completed");
  expect(await client.jobs.get({ id: completed?.jobIds[0] ?? "" })).toMatchObject({
    params: { lane: "openhands", instruction: text, planning: { validationSteps: ["make test"] } },
  });
  const exact = await send("agent", "rename a.ts to b.ts");
  const more = await eventsUntil("agent", "request_completed", exact);
  expect(payloads(more, "plan_created").at(-1)).toMatchObject({ lane: "deterministic" });
});
