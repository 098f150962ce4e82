import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { type Envelope, type IntakeEvent, localbuddyRoutes, type Role, refusal } from "@pushpals/protocol";
import { createClient, sendMessage, streamEvents } from "@pushpals/sdk";
import { ensureTokens } from "@pushpals/shared/auth";
import { type Listening, listen } from "@pushpals/shared/http";
import { createLog } from "@pushpals/shared/log";
import { createLocalBuddy, type LocalBuddyOptions } from "./app";
import { decide } from "./intake/decide";
import { makeRepository, type TestRepository } from "./testing/repository";
import { startServer, type TestServer } from "./testing/server";

let repository: TestRepository;
let server: TestServer;
let desk: Listening;
let deskUrl: string;
let tokens: Record<Role, string>;

beforeAll(async () => {
  repository = makeRepository({ "src/a.ts": "export const a = 1;\n" });
  server = await startServer(join(repository.root, "data"), repository.dir);
  tokens = await ensureTokens(join(repository.root, "data"));
  desk = listen(createLocalBuddy(options()), { host: "127.0.0.1", port: 0, portKey: "localbuddy.port" });
  deskUrl = `http://127.0.0.1:${desk.port}`;
}, 60_000);

afterAll(async () => {
  await desk?.stop(0);
  await server?.stop();
  repository?.remove();
});

function options(more: Partial<LocalBuddyOptions> = {}): LocalBuddyOptions {
  return {
    serverUrl: server.url,
    repositoryPath: repository.dir,
    review: { mirrorDir: join(repository.root, "data", "mirror.git"), integration: "main_agents", base: "main" },
    smallTalk: null,
    defaultSessionId: "dev",
    allowedHosts: [],
    allowedOrigins: ["http://localhost:3001"],
    bodyLimitBytes: 1024 * 1024,
    log: createLog({ service: "localbuddy", level: "silent" }),
    ...more,
  };
}

const client = () => createClient({ baseUrl: server.url, token: tokens.operator });

async function send(text: string, sessionId: string, idempotencyKey?: string): Promise<IntakeEvent[]> {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return Array.fromAsync(sendMessage({ baseUrl: deskUrl, token: tokens.operator, text, sessionId, ...key }));
}

/** How a message ended, which has to be well. */
function completed(events: readonly IntakeEvent[]): Extract<IntakeEvent, { type: "complete" }> {
  const last = events.at(-1);
  if (last?.type !== "complete") throw new Error(`not complete: ${JSON.stringify(events)}`);
  return last;
}

async function replay(sessionId: string): Promise<Envelope[]> {
  const envelopes: Envelope[] = [];
  for await (const item of streamEvents({
    baseUrl: server.url,
    token: tokens.operator,
    sessionId,
    after: 0,
    follow: false,
  }))
    if (item.type === "event") envelopes.push(item.frame.envelope);
  return envelopes;
}

const post = (body: unknown, headers: Record<string, string> = {}, to = deskUrl) =>
  fetch(`${to}${localbuddyRoutes.message.path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

test("a question is answered from facts; question and answer are in the session, one after the other", async () => {
  const events = await send("show me src/a.ts", "local");
  expect(events[0]).toMatchObject({ type: "status" });
  const end = completed(events);
  expect(end.message).toContain("export const a = 1;");
  expect(end.data).toMatchObject({ mode: "local", rule: "file", sessionId: "local" });
  const [message, answer] = await replay("local");
  expect(message).toMatchObject({ type: "message", payload: { text: "show me src/a.ts" }, turnId: end.data.turnId });
  expect(answer).toMatchObject({ type: "assistant_message", payload: { text: end.message, rule: "file" } });
  const { requests } = (await client().requests.list({ sessionId: "local" })) as { requests: unknown[] };
  expect(requests).toEqual([]);
});

test("a wish goes into the queue, with facts, priority, place and ETA", async () => {
  const events = await send("Make `a` in src/a.ts a function", "remote");
  const end = completed(events);
  if (end.data.mode !== "remote") throw new Error("answered locally");
  expect(end.data).toMatchObject({
    rule: "default_remote",
    priority: "interactive",
    queuePosition: expect.any(Number),
  });
  expect(events.filter((event) => event.type === "status").length).toBeGreaterThan(1);
  const types = (await replay("remote")).map((envelope) => [envelope.type, envelope.turnId]);
  expect(types).toEqual([
    ["message", end.data.turnId],
    ["request_enqueued", end.data.turnId],
  ]);
  const found = await client().requests.get({ id: end.data.requestId });
  expect(found).toMatchObject({ ok: true, prompt: "Make `a` in src/a.ts a function" });
});

test("a prefix forces the planner, and a script goes there as it is", async () => {
  const forced = completed(await send("/ask_remote_buddy status", "forced"));
  if (forced.data.mode !== "remote") throw new Error("answered locally");
  expect(await client().requests.get({ id: forced.data.requestId })).toMatchObject({ prompt: "status" });
  expect((await replay("forced"))[0]).toMatchObject({ payload: { text: "/ask_remote_buddy status" } });
  const script = completed(await send("--background /delete src/a.ts\n", "forced"));
  expect(script.data).toMatchObject({ mode: "remote", rule: "background", priority: "background" });
});

test("sent twice with one key: one message, one request, the same answer, though the repository moved on", async () => {
  const first = completed(await send("Improve src/a.ts", "twice", "key-1"));
  repository.write({ "src/b.ts": "export const b = 2;\n" });
  repository.commit("Move on");
  const second = completed(await send("Improve src/a.ts", "twice", "key-1"));
  expect(second.data).toMatchObject({ mode: "remote", turnId: first.data.turnId });
  expect("requestId" in second.data && second.data.requestId).toBe("requestId" in first.data && first.data.requestId);
  await send("/tree", "twice", "key-2");
  repository.write({ "src/c.ts": "export const c = 3;\n" });
  repository.commit("Move on again");
  completed(await send("/tree", "twice", "key-2"));
  const types = (await replay("twice")).map((envelope) => envelope.type);
  expect(types).toEqual(["message", "request_enqueued", "message", "assistant_message"]);
});

test("the same key for something else is refused, and nothing is written", async () => {
  completed(await send("Improve src/a.ts", "mismatch", "key"));
  const events = await send("Something else", "mismatch", "key");
  expect(events.at(-1)).toMatchObject({ type: "error", data: { code: "idempotency_mismatch" } });
  expect((await replay("mismatch")).length).toBe(2);
});

test("status, queue, requests and one request are answered from the server", async () => {
  const queued = completed(await send("Improve src/a.ts and more", "answers"));
  if (queued.data.mode !== "remote") throw new Error("answered locally");
  const status = completed(await send("what's the status?", "answers")).message;
  expect(status).toContain("No RemoteBuddy is online");
  expect(status).toContain("No WorkerPal is online");
  expect(status).toContain("Improve src/a.ts and more");
  expect(completed(await send("what is in the queue", "answers")).message).toContain("Improve src/a.ts and more");
  const short = queued.data.requestId.slice(-8);
  expect(completed(await send(`/request ${short}`, "answers")).message).toContain("Improve src/a.ts and more");
  expect(completed(await send("/requests", "answers")).message).toContain(short);
  expect(completed(await send("/job deadbeef", "answers")).message).toContain("deadbeef");
  for (const question of ["/jobs", "/workers", "/approvals", "/help", "/log deadbeef"])
    expect(completed(await send(question, "answers")).message.length).toBeGreaterThan(10);
});

test("without a good token nothing is read or written", async () => {
  const body = { text: "/show src/a.ts", sessionId: "nobody" };
  for (const headers of [{}, { authorization: "Bearer nonsense" }, { authorization: "Basic eA==" }] as Record<
    string,
    string
  >[]) {
    const response = await post(body, headers);
    expect(response.status).toBe(401);
    expect(refusal.parse(await response.json()).code).toBe("unauthorized");
  }
  const sessions = await client().sessions.list({});
  expect(sessions.ok && sessions.sessions.some((one) => one.sessionId === "nobody")).toBe(false);
});

test("a token that may only read, or only work, sends no message", async () => {
  for (const role of ["localbuddy", "workerpals"] as const) {
    const response = await post({ text: "/show src/a.ts" }, { authorization: `Bearer ${tokens[role]}` });
    expect([role, response.status]).toEqual([role, 403]);
    expect(refusal.parse(await response.json()).message).toContain("chat");
  }
});

test("what does not fit the contract is refused before the stream starts", async () => {
  const headers = { authorization: `Bearer ${tokens.operator}` };
  for (const body of [{}, { text: "" }, { text: "x", sessionId: "../x" }, { text: "x", more: 1 }, []]) {
    const response = await post(body, headers);
    expect([body, response.status]).toEqual([body, 400]);
  }
  expect((await post({ text: "x".repeat(2_000_000) }, headers)).status).toBe(413);
});

test("pages of other origins get nothing; the client's page is answered", async () => {
  const headers = { authorization: `Bearer ${tokens.operator}` };
  const body = { text: "/help", sessionId: "pages" };
  expect((await post(body, { ...headers, origin: "https://evil.example" })).status).toBe(403);
  const own = await post(body, { ...headers, origin: "http://localhost:3001" });
  expect(own.headers.get("access-control-allow-origin")).toBe("http://localhost:3001");
  expect(own.headers.get("content-type")).toContain("text/event-stream");
  expect(await own.text()).toContain('"type":"complete"');
});

test("a caller who hangs up leaves no half work: the message has its request", async () => {
  const abort = new AbortController();
  const iterator = sendMessage({
    baseUrl: deskUrl,
    token: tokens.operator,
    text: "Improve everything in src/a.ts",
    sessionId: "gone",
    signal: abort.signal,
  });
  await iterator.next();
  abort.abort();
  for (;;) {
    const types = (await replay("gone")).map((envelope) => envelope.type);
    if (types.includes("request_enqueued")) break;
    await Bun.sleep(20);
  }
});

test("the server away: the stream says what to do", async () => {
  const away = listen(createLocalBuddy(options({ serverUrl: "http://127.0.0.1:9" })), {
    host: "127.0.0.1",
    port: 0,
    portKey: "localbuddy.port",
  });
  const events = await Array.fromAsync(
    sendMessage({ baseUrl: `http://127.0.0.1:${away.port}`, token: tokens.operator, text: "status" }),
  );
  await away.stop(0);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({ type: "error", data: { code: "unreachable", retryable: true } });
  expect(events[0]?.message).toContain("bun run start");
});

test("healthz needs no token", async () => {
  expect(await (await fetch(`${deskUrl}/healthz`)).json()).toEqual({ ok: true, protocolVersion: "1" });
});

test("slash commands are told with their forms to whoever may write, and each is understood", async () => {
  const get = (headers: Record<string, string>) => fetch(`${deskUrl}${localbuddyRoutes.commands.path}`, { headers });
  expect((await get({})).status).toBe(401);
  expect((await get({ authorization: `Bearer ${tokens.workerpals}` })).status).toBe(403);
  const answer = await get({ authorization: `Bearer ${tokens.operator}` });
  const { commands } = localbuddyRoutes.commands.reply.parse(await answer.json());
  expect(new Set(commands.map((command) => command.name)).size).toBe(commands.length);
  for (const { name, form, example, by } of commands) {
    expect(form.startsWith(name)).toBe(true);
    expect([example, decide(example).mode === "local"]).toEqual([example, by === "localbuddy"]);
  }
  expect(commands.map((command) => command.name)).toEqual(expect.arrayContaining(["/status", "/show", "/write"]));
});

test("why a line is there is told to whoever may chat, also of what Push Pals did not land", async () => {
  const mirrored = listen(
    createLocalBuddy(
      options({ review: { mirrorDir: join(repository.dir, ".git"), integration: "main_agents", base: "main" } }),
    ),
    { host: "127.0.0.1", port: 0, portKey: "localbuddy.port" },
  );
  const call = async (path: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`http://127.0.0.1:${mirrored.port}${path}`, { headers });
    return (await response.json()) as Record<string, unknown>;
  };
  const why = await call("/why?path=src/a.ts&line=1", tokens.operator);
  expect(localbuddyRoutes.why.reply.parse(why)).toMatchObject({
    text: "export const a = 1;",
    subject: "Start",
    landed: null,
    approvals: [],
  });
  const [asked] = (
    await Array.fromAsync(
      sendMessage({
        baseUrl: `http://127.0.0.1:${mirrored.port}`,
        token: tokens.operator,
        text: "/why src/a.ts:1",
        sessionId: "why",
      }),
    )
  ).slice(-1);
  expect(asked).toMatchObject({ type: "complete", data: { mode: "local" } });
  expect(asked?.message).toContain("**Start**");
  expect(asked?.message).toContain("Push Pals did not land this commit");
  expect(await call("/why?path=../etc/passwd&line=1", tokens.operator)).toMatchObject({ code: "bad_request" });
  expect(await call("/why?path=src/a.ts&line=1&rev=--help", tokens.operator)).toMatchObject({ code: "bad_request" });
  expect(await call("/files?text=a.ts", tokens.operator)).toMatchObject({ ok: true, paths: ["src/a.ts"], more: false });
  for (const path of ["/why?path=src/a.ts&line=1", "/files"]) {
    expect(await call(path, "nope")).toMatchObject({ code: "unauthorized" });
    expect(await call(path, tokens.workerpals)).toMatchObject({ code: "forbidden" });
  }
  await mirrored.stop(0);
});
