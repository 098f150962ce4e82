import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { deviceRoutes, sessionRoutes, systemRoutes } from "@pushpals/protocol";
import { TestClock } from "../testing/test-clock";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

let server: TestServer;
let clock: TestClock;
beforeEach(async () => {
  clock = new TestClock();
  server = await testServer({ clock });
});
afterEach(() => server.remove());

const pair = async () => (await server.must(deviceRoutes.pair, {})).code;
const redeem = async (code: string) => {
  const made = await server.call(deviceRoutes.redeem, { code, name: "phone" }, { token: "" });
  return made.ok ? { ...made, token: made.token ?? "" } : made;
};

describe("devices", () => {
  test("a code becomes one token with its scopes, however it is typed, and survives a restart", async () => {
    const code = await pair();
    const made = await redeem(` ${code.toLowerCase().replace("-", " ")}`);
    if (!made.ok) throw new Error(made.message);
    expect(made).toMatchObject({ status: 201, device: { name: "phone", scopes: ["read", "chat", "approve"] } });
    expect(await redeem(code)).toMatchObject({ code: "unauthorized" });
    await server.restart();
    const me = await server.must(systemRoutes.me, {}, { token: made.token });
    expect(me).toMatchObject({ kind: "device", name: "phone" });
    expect(await server.call(deviceRoutes.list, {}, { token: made.token })).toMatchObject({ code: "forbidden" });
    const { devices } = await server.must(deviceRoutes.list, {});
    expect(JSON.stringify(devices)).not.toContain(made.token);
  });

  test("a code runs out; five wrong ones burn all that are open", async () => {
    const late = await pair();
    await clock.advance(10 * 60_000);
    expect(await redeem(late)).toMatchObject({ code: "expired", status: 410 });
    const [one, two] = [await pair(), await pair()];
    for (let wrong = 1; wrong <= 4; wrong += 1)
      expect(await redeem("AAAAA-AAAAA")).toMatchObject({ code: "unauthorized" });
    expect(await redeem("AAAAA-AAAAA")).toMatchObject({ code: "too_many_tries", status: 429 });
    for (const code of [one, two]) expect(await redeem(code)).toMatchObject({ ok: false });
  });

  test("nobody gives what they have not", async () => {
    const { code } = await server.must(deviceRoutes.pair, { scopes: ["admin", "read"] });
    const made = await redeem(code);
    if (!made.ok) throw new Error(made.message);
    const answer = await server.call(deviceRoutes.pair, { scopes: ["approve"] }, { token: made.token });
    expect(answer).toMatchObject({ code: "forbidden", detail: { scopes: ["approve"] } });
  });

  test("a revoked device's token is worth nothing at once, and its open streams end", async () => {
    const made = await redeem(await pair());
    if (!made.ok) throw new Error(made.message);
    const authorization = `Bearer ${made.token}`;
    const stream = await server.app.request("/sessions/dev/events", { headers: { authorization } });
    const other = await server.app.request("/sessions/dev/events", {
      headers: { authorization: `Bearer ${TOKENS.operator}` },
    });
    await server.must(deviceRoutes.revoke, { id: made.device.deviceId });
    expect(await stream.text()).toBe(": open\n\n");
    expect((await server.app.request("/me", { headers: { authorization } })).status).toBe(401);
    await server.must(sessionRoutes.message, { id: "dev", text: "still there" });
    const reader = other.body?.getReader();
    await reader?.read();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain("still there");
    await reader?.cancel();
    expect((await server.must(deviceRoutes.get, { id: made.device.deviceId })).device.revokedAt).toBe(clock.now());
  });
});
