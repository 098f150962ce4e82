import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { deviceRoutes, sessionRoutes, systemRoutes } from "@pushpals/protocol";
import { listen } from "@pushpals/shared/http";
import { eventSocket } from "../events/websocket";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

const HOST = "127.0.0.1:3001";
const OWN = `http://${HOST}`;

let server: TestServer;
beforeEach(async () => {
  server = await testServer({ allowedOrigins: ["https://friend.example"], allowedHosts: ["pals.example"] });
});
afterEach(() => server.remove());

type Headers = Record<string, string>;
const send = (path: string, headers: Headers, body?: object, method = body ? "POST" : "GET") =>
  server.app.request(path, {
    method,
    headers: { host: HOST, ...headers, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const redeem = async (headers: Headers) => {
  const { code } = await server.must(deviceRoutes.pair, {});
  return send("/devices", headers, { code, name: "browser", cookie: true });
};
/** Signs a browser in; answers what it will send as `Cookie`. */
async function signIn(headers: Headers = { origin: OWN }): Promise<string> {
  const response = await redeem(headers);
  expect(response.status).toBe(201);
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code];

describe("signing in", () => {
  test("sets a cookie that no script reads and no other site sends, and shows the token nowhere", async () => {
    const response = await redeem({ origin: OWN });
    expect(await response.json()).toMatchObject({ ok: true, device: { name: "browser" }, token: null });
    const [pair = "", ...attributes] = (response.headers.get("set-cookie") ?? "").split("; ");
    expect(pair).toMatch(/^pushpals-3001=pp_device_/);
    expect(attributes).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Strict", "Path=/"]));
    expect(attributes).not.toContain("Secure");
  });

  test("over HTTPS, also behind a proxy, binds the cookie to this host", async () => {
    const response = await redeem({ host: "pals.example", origin: "https://pals.example" });
    const [pair = "", ...attributes] = (response.headers.get("set-cookie") ?? "").split("; ");
    expect(pair).toMatch(/^__Host-pushpals=pp_device_/);
    expect(attributes).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Strict", "Path=/", "Secure"]));
    expect(attributes.join()).not.toContain("Domain");
    expect((await send("/me", { host: "pals.example", cookie: pair })).status).toBe(200);
  });

  test("is for our own pages alone: no other page signs a browser in, an allowed one neither", async () => {
    expect(await codeOf(await redeem({ origin: "https://friend.example" }))).toEqual([403, "origin_refused"]);
    expect(await codeOf(await redeem({ origin: "https://evil.example" }))).toEqual([403, "origin_refused"]);
    expect(await codeOf(await redeem({}))).toEqual([403, "origin_refused"]);
  });

  test("lives on as long as it is used", async () => {
    const cookie = await signIn();
    const me = await send("/me", { cookie, "sec-fetch-site": "same-origin" });
    expect(await me.json()).toMatchObject({ kind: "device", name: "browser", deviceId: expect.any(String) });
    expect(me.headers.get("set-cookie")).toStartWith(cookie);
  });
});

describe("a cookie", () => {
  test("is worth something only on what our own pages send", async () => {
    const cookie = await signIn();
    const read = (headers: Headers) => send("/me", { cookie, ...headers });
    const write = (headers: Headers) => send("/sessions/dev/message", { cookie, ...headers }, { text: "hi" });
    for (const headers of [{}, { origin: OWN }, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }])
      expect((await read(headers as Headers)).status).toBe(200);
    expect((await write({ origin: OWN })).status).toBe(200);
    const sites: Headers[] = [
      { origin: "https://evil.example" },
      { origin: "https://friend.example" },
      { origin: "http://127.0.0.1:8080" },
      { origin: "null" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of sites) {
      expect([headers, ...(await codeOf(await read(headers)))]).toEqual([headers, 403, "origin_refused"]);
      expect([headers, ...(await codeOf(await write(headers)))]).toEqual([headers, 403, "origin_refused"]);
    }
    expect(await codeOf(await write({}))).toEqual([403, "origin_refused"]);
    expect((await server.events()).length).toBe(1);
  });

  test("changes nothing for a bearer, which wins", async () => {
    const cookie = await signIn();
    const authorization = `Bearer ${TOKENS.operator}`;
    const headers = { cookie, authorization, origin: "https://friend.example" };
    expect(await (await send("/me", headers)).json()).toMatchObject({ kind: "role", name: "operator", deviceId: null });
    expect((await send("/me", { cookie, authorization: "Bearer nope", origin: OWN })).status).toBe(401);
    expect((await send("/sessions/dev/message", { authorization }, { text: "a script" })).status).toBe(200);
  });

  test("of another port's server is not taken for this one's", async () => {
    const cookie = await signIn();
    expect((await send("/me", { cookie, host: "127.0.0.1:4001" })).status).toBe(401);
  });

  test("is worth nothing after signing out; a page of others cannot sign out", async () => {
    const cookie = await signIn();
    const stream = await send("/sessions/dev/events", { cookie });
    expect(await codeOf(await send("/devices/sign_out", { cookie }, {}))).toEqual([403, "origin_refused"]);
    const out = await send("/devices/sign_out", { cookie, origin: OWN }, {});
    expect(out.headers.get("set-cookie")).toMatch(/^pushpals-3001=; Max-Age=0/);
    expect(await stream.text()).toBe(": open\n\n");
    expect((await send("/me", { cookie, origin: OWN })).status).toBe(401);
    expect(await server.call(deviceRoutes.signOut, {})).toMatchObject({ code: "forbidden" });
    expect((await server.must(systemRoutes.me, {})).kind).toBe("role");
  });

  test("opens a WebSocket of our own page only", async () => {
    const listening = listen(server.app, { host: "127.0.0.1", port: 0, portKey: "x", websocket: eventSocket });
    const host = `127.0.0.1:${listening.port}`;
    try {
      const { code } = await server.must(deviceRoutes.pair, {});
      const made = await fetch(`http://${host}/devices`, {
        method: "POST",
        headers: { origin: `http://${host}`, "content-type": "application/json" },
        body: JSON.stringify({ code, name: "browser", cookie: true }),
      });
      const cookie = (made.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
      await server.must(sessionRoutes.message, { id: "dev", text: "hi" });
      const firstOf = (headers: Headers) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(`ws://${host}/sessions/dev/ws`, { headers, protocols: ["pushpals"] } as never);
          socket.onmessage = ({ data }) => {
            socket.close();
            resolve(String(data));
          };
          socket.onerror = () => resolve("refused");
        });
      expect(await firstOf({ cookie, origin: `http://${host}` })).toContain('"text":"hi"');
      expect(await firstOf({ cookie })).toBe("refused");
      expect(await firstOf({ cookie, origin: "http://127.0.0.1:8080" })).toBe("refused");
    } finally {
      await listening.stop(100);
    }
  });
});
