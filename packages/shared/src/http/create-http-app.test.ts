import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { refusal, route } from "@pushpals/protocol";
import { upgradeWebSocket, websocket } from "hono/bun";
import { z } from "zod";
import { createLog } from "../log/index";
import { bearerToken, createHttpApp, type Listening, listen, parseInput, reply } from "./index";

const lines: string[] = [];
const log = createLog({ service: "test", destination: { write: (line) => lines.push(line) } });
const ALLOWED = "https://pals.example";
const LIMIT = 64;

const echoRoute = route({
  method: "POST",
  path: "/echo/:id",
  summary: "",
  scope: null,
  params: z.strictObject({ id: z.string().max(5) }),
  query: z.strictObject({ n: z.coerce.number().optional() }),
  body: z.strictObject({ text: z.string().optional() }),
  reply: z.strictObject({ ok: z.literal(true) }),
});

const app = createHttpApp({
  log,
  allowedHosts: ["pals.example", "::2"],
  allowedOrigins: [ALLOWED],
  bodyLimitBytes: LIMIT,
});
app.get("/ping", (c) => reply(c, { ok: true }));
app.get("/broken", () => {
  throw new Error("canary of a bug");
});
app.get(
  "/stream",
  () =>
    new Response(new ReadableStream({ start: (c) => c.enqueue(new TextEncoder().encode(": open\n\n")) }), {
      headers: { "content-type": "text/event-stream" },
    }),
);
app.get(
  "/ws",
  upgradeWebSocket(() => ({ onOpen: (_event, socket) => socket.send("hello") })),
);
app.post("/echo/:id", async (c) => {
  const parsed = await parseInput(echoRoute, c);
  return parsed.ok ? c.json({ ok: true, input: parsed.input }) : reply(c, parsed);
});

let server: Listening;
let base: string;
beforeAll(() => {
  server = listen(app, { host: "127.0.0.1", port: 0, portKey: "test.port", websocket });
  base = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop(0));

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${base}${path}`, { headers });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
const codeOf = async (response: Response | Promise<Response>) => {
  const answer = await response;
  const body: unknown = await answer.json();
  const refused = refusal.safeParse(body);
  return `${answer.status} ${refused.success ? refused.data.code : JSON.stringify(body)}`;
};

/** Bytes straight to the socket, for what no client would send. Answers what came back. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (piece) => {
      answer += piece;
      if (answer.includes("\r\n\r\n") && answer.includes("}")) socket.destroy();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

describe("the Host check", () => {
  test("takes loopback and the configured names on any port, and refuses the rest", async () => {
    for (const host of ["127.0.0.1", "localhost:9", "LOCALHOST", "localhost.", "[::1]:3001", "pals.example:1", "[::2]"])
      expect(await codeOf(app.request("/ping", { headers: { host } }))).toBe('200 {"ok":true}');
    const evil = [
      "evil.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example:3001",
      "192.168.0.7",
      "[::3]",
      "[::1].evil",
    ];
    for (const host of evil) expect(await codeOf(app.request("/ping", { headers: { host } }))).toBe("403 host_refused");
    expect(await raw("GET /ping HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).toContain(
      "host_refused",
    );
  });
});

describe("the Origin check", () => {
  test("refuses a foreign page, whatever it sends", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      "http://127.0.0.1:1",
      "https://pals.example.evil",
      "file://",
    ]) {
      expect(await codeOf(get("/ping", { origin }))).toBe("403 origin_refused");
      expect(await codeOf(post("/echo/a", "{}", { origin }))).toBe("403 origin_refused");
      expect(await codeOf(get("/stream", { origin }))).toBe("403 origin_refused");
      expect(await codeOf(fetch(`${base}/ping`, { method: "DELETE", headers: { origin } }))).toBe("403 origin_refused");
      const preflight = await fetch(`${base}/ping`, { method: "OPTIONS", headers: { origin } });
      expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    }
    const upgrade = { upgrade: "websocket", connection: "Upgrade", "sec-websocket-version": "13" };
    const headers = { ...upgrade, "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", origin: "https://evil.example" };
    const request = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    expect(await raw(`GET /ws HTTP/1.1\r\nHost: localhost\r\n${request.join("")}\r\n`)).toContain("403");
  });

  test("refuses what the browser calls cross-site, but not a person who follows a link", async () => {
    const site = { "sec-fetch-site": "cross-site" };
    const link = { ...site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect(await codeOf(get("/ping", site))).toBe("403 origin_refused");
    expect(await codeOf(get("/ping", { ...link, "sec-fetch-dest": "iframe" }))).toBe("403 origin_refused");
    expect(await codeOf(post("/echo/a", "{}", link))).toBe("403 origin_refused");
    expect(await codeOf(get("/ping", link))).toBe('200 {"ok":true}');
    expect(await codeOf(get("/ping", { "sec-fetch-site": "same-origin" }))).toBe('200 {"ok":true}');
  });

  test("takes its own pages, and programs, which send none", async () => {
    expect(await codeOf(get("/ping", { origin: base }))).toBe('200 {"ok":true}');
    expect(await codeOf(get("/ping"))).toBe('200 {"ok":true}');
  });

  test("gives an allowed origin its headers on every answer: preflight, success, refusal, stream", async () => {
    const origin = ALLOWED;
    const asked = {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const preflight = await fetch(`${base}/echo/a`, { method: "OPTIONS", headers: asked });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization, content-type, last-event-id");
    const stream = await get("/stream", { origin });
    const answers = [
      preflight,
      await get("/ping", { origin }),
      await get("/nowhere", { origin }),
      await get("/broken", { origin }),
      stream,
    ];
    for (const { headers } of answers) {
      expect(headers.get("access-control-allow-origin")).toBe(ALLOWED);
      expect(headers.get("vary")).toBe("origin");
    }
    await stream.body?.cancel();
    expect((await get("/ping")).headers.has("access-control-allow-origin")).toBe(false);
  });
});

describe("bodies", () => {
  const big = JSON.stringify({ text: "x".repeat(LIMIT) });

  test("are refused when too large, declared or chunked, whatever they declare", async () => {
    expect(await codeOf(post("/echo/a", big))).toBe("413 payload_too_large");
    const chunked = new ReadableStream({
      start(controller) {
        for (const piece of big.match(/.{1,9}/g) ?? []) controller.enqueue(new TextEncoder().encode(piece));
        controller.close();
      },
    });
    const headers = { "content-type": "application/json" };
    expect(await codeOf(fetch(`${base}/echo/a`, { method: "POST", body: chunked, headers }))).toBe(
      "413 payload_too_large",
    );
    const head = "POST /echo/a HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\n";
    const both = `${head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n50\r\n${"x".repeat(80)}\r\n0\r\n\r\n`;
    expect(await raw(both)).toMatch(/^HTTP\/1\.1 4\d\d/);
  });

  test("of just the limit are taken, chunked too", async () => {
    const body = JSON.stringify({ text: "x".repeat(LIMIT - 11) });
    expect(body.length).toBe(LIMIT);
    expect((await post("/echo/a", body)).status).toBe(200);
    const stream = new Response(body).body;
    const chunked = await fetch(`${base}/echo/a`, {
      method: "POST",
      body: stream,
      headers: { "content-type": "application/json" },
    });
    expect(chunked.status).toBe(200);
  });

  test("are parsed with params and query into one flat input", async () => {
    expect(await (await post("/echo/b?n=4", '{"text":"t"}')).json()).toEqual({
      ok: true,
      input: { id: "b", n: 4, text: "t" },
    });
    expect(await (await fetch(`${base}/echo/b`, { method: "POST" })).json()).toEqual({ ok: true, input: { id: "b" } });
  });

  test("that are no JSON are refused with the place", async () => {
    const answer = await post("/echo/a", '{\n "text": oops }');
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: "bad_request", detail: { line: 2, column: 10 } },
    ]);
    expect(await codeOf(post("/echo/a", "["))).toBe("400 bad_request");
  });

  test("of a type that a form can send are refused", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/jsonp",
      "",
    ])
      expect(await codeOf(post("/echo/a", "{}", { "content-type": type }))).toBe("400 bad_request");
    expect((await post("/echo/a", "{}", { "content-type": "application/json;charset=utf-8" })).status).toBe(200);
  });

  test("and queries that do not fit are told field by field", async () => {
    const answers = [
      post("/echo/a", '{"txt":"a"}'),
      post("/echo/toolong", "{}"),
      post("/echo/a?n=x", "{}"),
      post("/echo/a?m=1", "{}"),
    ];
    for (const answer of answers)
      expect(await (await answer).json()).toMatchObject({ code: "bad_request", detail: { issues: [{}] } });
    expect(await codeOf(post("/echo/a?n=1&n=2", "{}"))).toBe("400 bad_request");
  });
});

describe("answers", () => {
  test("of an unknown path and of a wrong method are refusals", async () => {
    expect(await codeOf(get("/nowhere"))).toBe("404 not_found");
    const wrong = await fetch(`${base}/echo/a`, { method: "DELETE" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await codeOf(get("/echo/a"))).toBe("405 not_found");
  });

  test("of a bug tell a reference and nothing else; the log tells the rest", async () => {
    const answer = await get("/broken", { "x-request-id": "ref-1" });
    const text = await answer.text();
    expect([answer.status, answer.headers.get("x-request-id")]).toEqual([500, "ref-1"]);
    expect(text).toContain("ref-1");
    expect(text).not.toContain("canary");
    expect(lines.find((line) => line.includes("ref-1"))).toContain("canary of a bug");
    const hostile = await get("/broken", { "x-request-id": '"><script>' });
    expect(hostile.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("carry the security headers, refusals too", async () => {
    for (const answer of [
      await get("/ping"),
      await get("/nowhere"),
      await get("/ping", { origin: "https://evil.example" }),
    ]) {
      const { headers } = answer;
      expect([headers.get("x-content-type-options"), headers.get("x-frame-options")]).toEqual(["nosniff", "DENY"]);
      expect([headers.get("cache-control"), headers.get("referrer-policy")]).toEqual(["no-store", "no-referrer"]);
    }
  });
});

describe("bearerToken", () => {
  const from = (headers: Record<string, string>) => bearerToken(new Request("http://x", { headers }));

  test("reads the header, or a WebSocket's subprotocol", () => {
    expect(from({ authorization: "Bearer abc" })).toBe("abc");
    expect(from({ authorization: "bearer  abc" })).toBe("abc");
    expect(from({ "sec-websocket-protocol": "pushpals, bearer.abc" })).toBe("abc");
  });

  test("reads nothing else for a token", () => {
    for (const authorization of ["", "Bearer", "Bearer ", "Basic abc", "Bearer a b", "xBearer a"])
      expect(from({ authorization })).toBeNull();
    expect(from({ "sec-websocket-protocol": "pushpals, bearer." })).toBeNull();
  });
});

describe("listen", () => {
  test("names the port and the key when the port is taken", () => {
    const again = () => listen(app, { host: "127.0.0.1", port: server.port, portKey: "server.port" });
    expect(again).toThrow(new RegExp(`127\\.0\\.0\\.1:${server.port} is taken.*server\\.port`));
  });

  test("warns when more than this machine can reach it", async () => {
    const open = listen(app, { host: "0.0.0.0", port: 0, portKey: "test.port", log });
    expect(lines.at(-1)).toContain("more than loopback");
    await open.stop(0);
  });

  test("serves a WebSocket, and stops within its grace though streams are open", async () => {
    const other = listen(app, { host: "127.0.0.1", port: 0, portKey: "test.port", websocket });
    const socket = new WebSocket(`ws://127.0.0.1:${other.port}/ws`);
    const hello = await new Promise((resolve) => {
      socket.onmessage = ({ data }) => resolve(data);
    });
    const closed = new Promise((resolve) => {
      socket.onclose = resolve;
    });
    const stream = await fetch(`http://127.0.0.1:${other.port}/stream`);
    const ended = stream.text().then(
      () => "ended",
      () => "cut",
    );
    await other.stop(20);
    await closed;
    expect([hello, ["ended", "cut"].includes(await ended)]).toEqual(["hello", true]);
    await expect(fetch(`http://127.0.0.1:${other.port}/ping`)).rejects.toThrow();
  });
});
