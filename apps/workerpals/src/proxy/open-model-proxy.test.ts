import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "@pushpals/shared/log";
import { type ModelProxy, type ModelProxyOptions, openModelProxy } from "./index";
import { events, json, scriptedModel } from "./testing/scripted-model";

setDefaultTimeout(30_000);

const KEY = "key-that-must-stay-here-0123456789";
const BODY = { model: "m", messages: [{ role: "user", content: "grüße" }] };
let root: string;
let model: ReturnType<typeof scriptedModel>;
let logged: string[];
let sockets = 0;
const proxies: ModelProxy[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "pp-proxy-"));
  model = scriptedModel();
  logged = [];
});
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
  await model.stop();
  await rm(root, { recursive: true, force: true });
});

async function open(more: Partial<ModelProxyOptions> & { api?: ModelProxyOptions["backend"]["api"] } = {}) {
  const { api = "chat", ...options } = more;
  const socketPath = join(root, `${++sockets}.sock`);
  const proxy = await openModelProxy({
    socketPath,
    backend: { api, baseUrl: model.baseUrl, apiKey: KEY },
    budget: {},
    onUsage: () => undefined,
    log: createLog({ service: "test", destination: { write: (line) => void logged.push(line) } }),
    ...options,
  });
  proxies.push(proxy);
  const ask = (path: string, body?: unknown, init: RequestInit = {}) =>
    fetch(`http://model${path}`, {
      unix: socketPath,
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      ...init,
    } as RequestInit);
  return { proxy, ask, socketPath };
}

const chatAnswer = (input: number, output: number, cached = 0) => ({
  choices: [{ message: { content: "hi" } }],
  usage: { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: { cached_tokens: cached } },
});
const CHAT = "/v1/chat/completions";
const lines = () => logged.map((line) => JSON.parse(line) as Record<string, unknown>);

describe("what goes through", () => {
  test("chat: the body as it is, with the host's key instead of the job's, and exact tokens and cost", async () => {
    const calls: unknown[] = [];
    const { proxy, ask, socketPath } = await open({
      prices: { input: 2, cachedInput: 1, output: 10 },
      onUsage: (usage, call) => calls.push([usage.calls, call.inputTokens]),
    });
    model.answer(json(chatAnswer(1_000, 50, 400)), json(chatAnswer(10, 1)));
    const headers = { authorization: "Bearer planted", cookie: "planted", "x-api-key": "planted" };
    const body = `{ "model": "m",   "messages": [] }`;
    expect(await (await ask(CHAT, body, { headers })).json()).toEqual(chatAnswer(1_000, 50, 400));
    await ask(CHAT, BODY);
    expect(model.seen[0]).toMatchObject({ method: "POST", path: CHAT, body });
    expect(model.seen[0]?.headers["authorization"]).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify(model.seen)).not.toContain("planted");
    expect(proxy.usage()).toEqual({
      calls: 2,
      estimatedCalls: 0,
      inputTokens: 1_010,
      cachedInputTokens: 400,
      outputTokens: 51,
      costUsd: (610 * 2 + 400 * 1 + 51 * 10) / 1e6,
    });
    expect(calls).toEqual([
      [1, 1_000],
      [2, 10],
    ]);
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  });

  test("chat streams in any pieces; the usage that the client had not asked for is asked for, counted and left out", async () => {
    const { proxy, ask } = await open();
    const content = { choices: [{ delta: { content: "grüße 🙂" } }], usage: null };
    const end = { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } };
    for (const every of [1, 3, 1_000]) {
      model.answer(events([content, content, end, "[DONE]"], every));
      const answer = await ask(CHAT, { ...BODY, stream: true, stream_options: { other: 1 } });
      const data = JSON.stringify(content);
      expect(await answer.text()).toBe(`data: ${data}\n\ndata: ${data}\n\ndata: [DONE]\n\n`);
    }
    const sent: unknown = JSON.parse(model.seen[0]?.body ?? "");
    expect(sent).toEqual({ ...BODY, stream: true, stream_options: { other: 1, include_usage: true } });
    expect(proxy.usage()).toMatchObject({ calls: 3, estimatedCalls: 0, inputTokens: 21, outputTokens: 9 });
  });

  test("a client that asks for the usage gets the stream byte for byte, also with CRLF", async () => {
    const { proxy, ask } = await open();
    const text = `: hello\r\n\r\ndata: {"choices":[],\r\ndata: "usage":{"prompt_tokens":5,"completion_tokens":2}}\r\n\r\n`;
    model.answer({ headers: { "content-type": "text/event-stream" }, pieces: [...text] });
    const body = { ...BODY, stream: true, stream_options: { include_usage: true } };
    expect(await (await ask(CHAT, body)).text()).toBe(text);
    expect(model.seen[0]?.body).toBe(JSON.stringify(body));
    expect(proxy.usage()).toMatchObject({ inputTokens: 5, outputTokens: 2, estimatedCalls: 0 });
  });

  test("responses and messages, streamed and not", async () => {
    const responses = await open({ api: "responses" });
    const usage = { input_tokens: 11, input_tokens_details: { cached_tokens: 4 }, output_tokens: 6 };
    model.answer(
      json({ output: [], usage }),
      events([
        { type: "response.created", response: { usage: null } },
        { type: "response.completed", response: { usage } },
      ]),
    );
    await (await responses.ask("/v1/responses", { model: "m", input: "x" })).text();
    await (await responses.ask("/v1/responses", { model: "m", input: "x", stream: true })).text();
    expect(responses.proxy.usage()).toMatchObject({ inputTokens: 22, cachedInputTokens: 8, outputTokens: 12 });

    const messages = await open({ api: "messages" });
    const first = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 3, output_tokens: 1 };
    model.answer(
      json({ content: [], usage: { ...first, output_tokens: 9 } }),
      events([
        { type: "message_start", message: { usage: first } },
        { type: "message_delta", usage: { output_tokens: 20 } },
      ]),
    );
    const headers = { "anthropic-version": "2024-01-01", "anthropic-beta": "b", authorization: "Bearer planted" };
    await (await messages.ask("/v1/messages", BODY, { headers })).text();
    await (await messages.ask("/v1/messages?beta=true", { ...BODY, stream: true })).text();
    expect(messages.proxy.usage()).toMatchObject({ inputTokens: 36, cachedInputTokens: 10, outputTokens: 29 });
    const [plain] = model.seen.slice(2);
    expect(plain?.headers).toMatchObject({
      "x-api-key": KEY,
      "anthropic-version": "2024-01-01",
      "anthropic-beta": "b",
    });
    expect(plain?.headers["authorization"]).toBeUndefined();
  });

  test("the list of models, unmetered", async () => {
    const { proxy, ask } = await open();
    model.answer(json({ data: [{ id: "m" }] }));
    expect(await (await ask("/v1/models")).json()).toEqual({ data: [{ id: "m" }] });
    expect(proxy.usage().calls).toBe(0);
  });

  test("errors as they are, without the key", async () => {
    const { proxy, ask } = await open();
    model.answer(json({ error: { message: `bad key ${KEY}` } }, { status: 401 }), { status: 500, pieces: ["oops"] });
    const refused = await ask(CHAT, BODY);
    expect([refused.status, await refused.text()]).toEqual([401, '{"error":{"message":"bad key [redacted]"}}']);
    expect((await ask(CHAT, BODY)).status).toBe(500);
    expect(proxy.usage()).toMatchObject({ calls: 0, inputTokens: 0 });
    expect(proxy.quota()).toBeNull();
  });
});

describe("what does not", () => {
  test("other paths, methods, hosts and encodings", async () => {
    const { ask } = await open({ backend: { api: "chat", baseUrl: model.baseUrl, apiKey: KEY, model: "m" } });
    const odd: [string, unknown, RequestInit?][] = [
      ["/v1/responses", BODY],
      ["/v1/embeddings", BODY],
      ["/v1/chat/completions/", BODY],
      ["/v1/chat/../files", BODY],
      ["/v1/%63hat/completions", BODY],
      ["//evil.example/v1/chat/completions", BODY],
      ["/v1/files", undefined],
      [CHAT, BODY, { method: "PUT" }],
      [CHAT, undefined],
      [CHAT, "not json"],
      [CHAT, "[]"],
      [CHAT, BODY, { headers: { "content-encoding": "gzip" } }],
      [CHAT, { ...BODY, model: "dearer" }],
      [CHAT, { ...BODY, background: true }],
    ];
    for (const [path, body, init] of odd) {
      const answer = await ask(path, body, init);
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
      expect(await answer.json()).toMatchObject({ error: { message: expect.any(String) } });
    }
    expect(model.seen).toEqual([]);
    expect(lines()).toHaveLength(odd.length);
  });

  test("redirects", async () => {
    const { ask } = await open();
    model.answer({ status: 302, headers: { location: `${model.baseUrl}/chat/completions` }, pieces: [] });
    expect((await ask(CHAT, BODY)).status).toBe(502);
    expect(model.seen).toHaveLength(1);
  });

  test("bodies that are too large, in both directions", async () => {
    const { proxy, ask } = await open();
    expect((await ask(CHAT, `"${"x".repeat(33 * 1024 * 1024)}"`)).status).toBe(413);
    expect(model.seen).toEqual([]);
    const big = new Uint8Array(16 * 1024 * 1024);
    model.answer({ pieces: [big, big, big, big, big] });
    expect((await ask(CHAT, BODY)).status).toBe(502);
    expect(proxy.usage()).toMatchObject({ calls: 1, estimatedCalls: 1 });
  });

  test("tools that run on the model's side: they would be a way out", async () => {
    const { ask } = await open({ api: "responses" });
    model.answer(json({ usage: { input_tokens: 1, output_tokens: 1 } }), json({}));
    const own = { type: "function", name: "edit" };
    const hosted = [{ type: "web_search" }, { type: "mcp", server_url: "https://evil.example" }];
    await ask("/v1/responses", { model: "m", tools: [own, ...hosted] });
    await ask("/v1/responses", { model: "m", tools: hosted, tool_choice: "required" });
    expect(model.seen.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { model: "m", tools: [own] },
      { model: "m" },
    ]);
    expect(lines()[0]).toMatchObject({ removedTools: ["web_search", "mcp"] });
  });
});

describe("budgets", () => {
  test("the call after the cut is refused in the form of the API, and the model is not asked", async () => {
    const { proxy, ask } = await open({ budget: { tokens: 100 } });
    model.answer(json(chatAnswer(60, 30)), json(chatAnswer(60, 30)));
    expect((await ask(CHAT, BODY)).status).toBe(200);
    expect(proxy.budgetSpent()).toBeNull();
    expect((await ask(CHAT, BODY)).status).toBe(200);
    const cut = await ask(CHAT, BODY);
    expect(cut.status).toBe(402);
    expect(await cut.json()).toMatchObject({
      error: { code: "budget_exhausted", message: expect.stringContaining("180") },
    });
    expect(proxy.budgetSpent()).toContain("100 tokens");
    expect(model.seen).toHaveLength(2);

    const priced = await open({ api: "messages", budget: { costUsd: 0.001 }, prices: { input: 1_000, output: 0 } });
    model.answer(json({ usage: { input_tokens: 1, output_tokens: 1 } }));
    expect((await priced.ask("/v1/messages", BODY)).status).toBe(200);
    const error = await (await priced.ask("/v1/messages", BODY)).json();
    expect(error).toMatchObject({ type: "error", error: { type: "billing_error" } });
  });

  test("of many calls at once it is overshot by one alone", async () => {
    const { proxy, ask } = await open({ budget: { tokens: 100 } });
    model.answer(...Array.from({ length: 12 }, () => json(chatAnswer(60, 0))));
    const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await ask(CHAT, BODY)).status));
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    expect(model.mostInFlight()).toBe(1);
    expect(proxy.usage().inputTokens).toBe(120);
  });

  test("hanging up is no way around it: a call counts by its bytes", async () => {
    const { proxy, ask } = await open({ api: "messages", budget: { tokens: 50 } });
    const held = Promise.withResolvers<void>();
    const start = `data: ${JSON.stringify({ type: "message_start", message: { usage: { input_tokens: 5, output_tokens: 1 } } })}\n\n`;
    const filler = `data: ${"x".repeat(400)}\n\n`;
    const headers = { "content-type": "text/event-stream" };
    model.answer({ headers, pieces: [start, filler, held.promise] });
    const hangUp = new AbortController();
    const answer = await ask("/v1/messages", { ...BODY, stream: true }, { signal: hangUp.signal });
    const reader = answer.body?.getReader();
    for (let got = 0; got < 400; ) got += (await reader?.read())?.value?.byteLength ?? 0;
    hangUp.abort();
    while (proxy.usage().calls === 0) await Bun.sleep(5);
    held.resolve();
    expect(proxy.usage()).toMatchObject({ inputTokens: 5, estimatedCalls: 1 });
    expect(proxy.usage().outputTokens).toBeGreaterThan(100);
    expect((await ask("/v1/messages", BODY)).status).toBe(402);

    // The same before the answer has begun.
    const other = await open({ budget: { tokens: 10 } });
    const late = Promise.withResolvers<void>();
    model.answer({ pieces: [late.promise, "{}"] });
    const early = new AbortController();
    const asked = other.ask(CHAT, BODY, { signal: early.signal }).catch(() => null);
    while (model.seen.length < 2) await Bun.sleep(5);
    early.abort();
    await asked;
    while (other.proxy.usage().calls === 0) await Bun.sleep(5);
    late.resolve();
    expect((await other.ask(CHAT, BODY)).status).toBe(402);
  });

  test("jobs are counted apart", async () => {
    const jobs = await Promise.all([open(), open(), open()]);
    const each = 20;
    model.answer(...Array.from({ length: 3 * each }, () => json(chatAnswer(2, 1))));
    await Promise.all(
      jobs.flatMap(({ ask }) => Array.from({ length: each }, async () => (await ask(CHAT, BODY)).text())),
    );
    for (const { proxy } of jobs)
      expect(proxy.usage()).toMatchObject({ calls: each, inputTokens: 40, outputTokens: 20 });
    expect(model.mostInFlight()).toBeGreaterThan(1);
  });
});

describe("when the model has trouble", () => {
  test("quota is recorded with its reset, and forgotten after an answer", async () => {
    const { proxy, ask } = await open();
    const before = Date.now();
    model.answer(json({ error: { message: "slow down" } }, { status: 429, headers: { "retry-after": "120" } }));
    const refused = await ask(CHAT, BODY);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "120"]);
    expect(proxy.quota()).toMatchObject({ status: 429, message: "slow down" });
    expect(proxy.quota()?.resetAt).toBeGreaterThanOrEqual(before + 120_000);
    model.answer(json({ error: { code: "insufficient_quota", message: "pay" } }, { status: 403 }));
    await ask(CHAT, BODY);
    expect(proxy.quota()).toMatchObject({ message: "pay", resetAt: null });
    model.answer(json(chatAnswer(1, 1)));
    await ask(CHAT, BODY);
    expect(proxy.quota()).toBeNull();
    model.answer(events([{ error: { type: "rate_limit_error", message: "mid-stream" } }]));
    await (await ask(CHAT, { ...BODY, stream: true })).text();
    expect(proxy.quota()).toMatchObject({ message: "mid-stream" });
  });

  test("a stream that breaks is broken for the client too, and counted by its bytes", async () => {
    const { proxy, ask } = await open();
    const headers = { "content-type": "text/event-stream" };
    model.answer({ headers, pieces: ['data: {"choices":[{"delta":{}}]}\n\n', 'data: {"cho', new Error("cut")] });
    const answer = await ask(CHAT, { ...BODY, stream: true, stream_options: { include_usage: true } });
    const text = await answer.text().catch(() => null);
    expect(text === null || !text.endsWith("\n\n")).toBe(true);
    while (proxy.usage().calls === 0) await Bun.sleep(5);
    expect(proxy.usage()).toMatchObject({ calls: 1, estimatedCalls: 1 });
    model.answer(json(chatAnswer(1, 1)));
    expect((await ask(CHAT, BODY)).status).toBe(200);
  });

  test("one that is silent or not there is told", async () => {
    const { ask } = await open({ idleMs: 100 });
    const never = Promise.withResolvers<void>();
    model.answer({ pieces: [never.promise, "late"] });
    expect((await ask(CHAT, BODY)).status).toBe(502);
    never.resolve();
    const gone = await open({ backend: { api: "chat", baseUrl: "http://127.0.0.1:1", apiKey: "" } });
    expect((await gone.ask(CHAT, BODY)).status).toBe(502);
    expect(gone.proxy.usage().calls).toBe(0);
  });

  test("stop ends what is under way and removes the socket", async () => {
    const { proxy, ask, socketPath } = await open();
    const never = Promise.withResolvers<void>();
    model.answer({ pieces: [never.promise, "late"] });
    const asked = ask(CHAT, BODY).then(
      (answer) => answer.status,
      () => "cut",
    );
    while (model.seen.length === 0) await Bun.sleep(5);
    await proxy.stop();
    expect([502, "cut"]).toContain(await asked);
    never.resolve();
    expect(existsSync(socketPath)).toBe(false);
  });
});

test("the log has sizes and tokens; contents only by choice; the key never", async () => {
  const { ask } = await open();
  model.answer(json(chatAnswer(3, 2)));
  await ask(CHAT, BODY);
  expect(lines()[0]).toMatchObject({
    path: "/chat/completions",
    model: "m",
    status: 200,
    outcome: "answered",
    sentBytes: Buffer.byteLength(JSON.stringify(BODY)),
    inputTokens: 3,
    outputTokens: 2,
  });
  expect(logged.join()).not.toContain("grüße");
  const open2 = await open({ logContents: true });
  model.answer(json(chatAnswer(3, 2)));
  await open2.ask(CHAT, BODY);
  expect(logged.join()).toContain("grüße");
  expect(logged.join()).not.toContain(KEY);
});
