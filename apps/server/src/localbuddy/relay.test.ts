import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { deviceRoutes, relayRoutes } from "@pushpals/protocol";
import { sendMessage } from "@pushpals/sdk";
import { listen } from "@pushpals/shared/http";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

/** Stands in for LocalBuddy: notes what it is called with, and streams what the test lets it. */
let calls: { path: string; headers: Headers; body: string; signal: AbortSignal }[];
let answer: (request: Request) => Response;
let desk: Bun.Server<undefined>;
let server: TestServer;
beforeEach(async () => {
  calls = [];
  desk = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const body = await request.text();
      calls.push({ path: pathname, headers: request.headers, body, signal: request.signal });
      return answer(request);
    },
  });
  server = await testServer({ localbuddyUrl: `http://127.0.0.1:${desk.port}/` });
});
afterEach(async () => {
  await server.remove();
  await desk.stop(true);
});

const event = (value: object) => new TextEncoder().encode(`data: ${JSON.stringify(value)}\n\n`);
const OWN = "http://127.0.0.1:3001";
const json = { "content-type": "application/json" };
const post = (headers: Record<string, string>, signal?: AbortSignal) =>
  server.app.request("/localbuddy/message", {
    method: "POST",
    headers: { ...json, host: "127.0.0.1:3001", accept: "text/event-stream", ...headers },
    body: JSON.stringify({ text: "status" }),
    ...(signal ? { signal } : {}),
  });

describe("the relay to LocalBuddy", () => {
  test("streams the answer as it comes, each event before the next is there", async () => {
    const next = Promise.withResolvers<void>();
    answer = () =>
      new Response(
        new ReadableStream({
          async start(controller) {
            controller.enqueue(event({ type: "status", message: "one" }));
            await next.promise;
            controller.enqueue(event({ type: "error", message: "two", data: { code: "x", retryable: false } }));
            controller.close();
          },
        }),
        { headers: { "content-type": "text/event-stream", "set-cookie": "a=b", "x-secret": "no" } },
      );
    const listening = listen(server.app, { host: "127.0.0.1", port: 0, portKey: "x" });
    const types: string[] = [];
    const baseUrl = `http://127.0.0.1:${listening.port}/localbuddy`;
    for await (const item of sendMessage({ baseUrl, token: TOKENS.operator, text: "hi", sessionId: "dev" })) {
      types.push(item.message);
      next.resolve();
    }
    expect(types).toEqual(["one", "two"]);
    expect(JSON.parse(calls[0]?.body ?? "")).toEqual({ text: "hi", sessionId: "dev" });
    const response = await post({ authorization: `Bearer ${TOKENS.operator}` });
    expect([response.headers.get("content-type"), response.headers.get("set-cookie")]).toEqual([
      "text/event-stream",
      null,
    ]);
    expect(response.headers.get("x-secret")).toBeNull();
    await response.body?.cancel();
    await listening.stop(10);
  });

  test("has the caller's own token and nothing of the server's, whether it came as bearer or as cookie", async () => {
    answer = () => Response.json({ ok: true, commands: [] });
    await server.must(relayRoutes.commands, {}, { token: TOKENS.operator });
    expect(calls[0]?.headers.get("authorization")).toBe(`Bearer ${TOKENS.operator}`);
    const { code } = await server.must(deviceRoutes.pair, {});
    const made = await server.app.request("/devices", {
      method: "POST",
      headers: { ...json, host: "127.0.0.1:3001", origin: OWN },
      body: JSON.stringify({ code, name: "browser", cookie: true }),
    });
    const cookie = (made.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    expect((await post({ cookie, origin: OWN })).status).toBe(200);
    expect(calls[1]?.headers.get("authorization")).toBe(`Bearer ${cookie.split("=")[1]}`);
    expect(calls[1]?.headers.get("cookie")).toBeNull();
    expect(calls[1]?.headers.get("origin")).toBeNull();
  });

  test("asks LocalBuddy nothing for a caller without the scope, without a token, or of another page", async () => {
    const { code } = await server.must(deviceRoutes.pair, { scopes: ["read"] });
    const { token } = await server.must(deviceRoutes.redeem, { code, name: "reader" });
    expect((await post({ authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await post({})).status).toBe(401);
    expect((await post({ authorization: `Bearer ${TOKENS.operator}`, origin: "https://evil.example" })).status).toBe(
      403,
    );
    expect(calls).toEqual([]);
  });

  test("passes refusals on, says so when LocalBuddy is away, and follows no redirect", async () => {
    const authorization = `Bearer ${TOKENS.operator}`;
    answer = () => Response.json({ ok: false, code: "forbidden", message: "no", retryable: false }, { status: 403 });
    expect((await post({ authorization })).status).toBe(403);
    answer = ({ url }) =>
      url.endsWith("/elsewhere")
        ? Response.json({ ok: true })
        : new Response(null, { status: 302, headers: { location: "/elsewhere" } });
    expect(await (await post({ authorization })).json()).toMatchObject({ code: "unreachable" });
    expect(calls.map((call) => call.path)).not.toContain("/elsewhere");
    await desk.stop(true);
    expect(await (await post({ authorization })).json()).toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("bun run start"),
    });
  });

  test("lets go of LocalBuddy when its caller has gone", async () => {
    answer = () =>
      new Response(new ReadableStream({ start: (c) => c.enqueue(event({ type: "status", message: "1" })) }));
    const leave = new AbortController();
    const response = await post({ authorization: `Bearer ${TOKENS.operator}` }, leave.signal);
    await response.body?.getReader().read();
    const gone = new Promise((resolve) => calls[0]?.signal.addEventListener("abort", resolve));
    leave.abort();
    await gone;
  });
});
