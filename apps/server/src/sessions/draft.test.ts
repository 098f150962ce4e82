import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { deviceRoutes, jobRoutes, sessionRoutes, systemRoutes } from "@pushpals/protocol";
import { flow } from "../testing/flow";
import { type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

async function deviceToken(name: string): Promise<string> {
  const { code } = await server.must(deviceRoutes.pair, {});
  return (await server.must(deviceRoutes.redeem, { code, name })).token ?? "";
}

describe("a draft", () => {
  test("is shared by devices: the last to write wins, and hears what it has replaced unseen", async () => {
    const [phone, desk] = [{ token: await deviceToken("phone") }, { token: await deviceToken("desk") }];
    expect(await server.must(sessionRoutes.draft, { id: "dev" }, phone)).toEqual({
      ok: true,
      text: "",
      revision: 0,
      by: null,
      updatedAt: null,
    });
    const first = await server.must(sessionRoutes.saveDraft, { id: "dev", text: "Add a", revision: 0 }, phone);
    expect(first).toMatchObject({ text: "Add a", revision: 1, by: "phone" });
    const over = await server.must(sessionRoutes.saveDraft, { id: "dev", text: "Fix b", revision: 0 }, desk);
    expect(over).toMatchObject({ text: "Fix b", revision: 2, by: "desk", replaced: "Add a" });
    const next = await server.must(sessionRoutes.saveDraft, { id: "dev", text: "Fix b, c", revision: 2 }, desk);
    expect(next).not.toHaveProperty("replaced");
    await server.restart();
    expect(await server.must(sessionRoutes.draft, { id: "dev" }, phone)).toMatchObject({
      text: "Fix b, c",
      revision: 3,
    });
    expect(await server.call(sessionRoutes.saveDraft, { id: "nowhere", text: "x" })).toMatchObject({
      code: "not_found",
    });
  });

  test("tells the other devices at once, and nobody when nothing is new; it is no event of the log", async () => {
    const subscription = server.core.events.feed.subscribe({
      sessionId: "dev",
      principalId: "x",
      after: 0,
      follow: true,
    });
    const pulses = server.core.events.feed.openPulse("x");
    const next = subscription.next();
    await new Promise((resolve) => setImmediate(resolve));
    await server.must(sessionRoutes.saveDraft, { id: "dev", text: "Add a" });
    expect(JSON.parse((await next)?.[0]?.envelope ?? "")).toMatchObject({
      type: "draft_changed",
      payload: { text: "Add a", revision: 1, by: "operator" },
    });
    await server.must(sessionRoutes.saveDraft, { id: "dev", text: "Add a", revision: 0 });
    await server.must(sessionRoutes.message, { id: "dev", text: "hi" });
    const seen = [];
    while (seen.length < 2) seen.push(...((await pulses.next()) ?? []));
    expect(seen.map((pulse) => pulse.type)).toEqual(["draft_changed", "message"]);
    expect((await server.events()).map((event) => event.type)).toEqual(["message"]);
    subscription.end();
    pulses.end();
  });
});

describe("the list of sessions", () => {
  test("tells what each is called and whether it needs somebody", async () => {
    const row = async () => (await server.must(sessionRoutes.list, {})).sessions[0];
    expect(await row()).toMatchObject({ title: null, openRequests: 0, needsYou: 0 });
    await server.must(sessionRoutes.message, { id: "dev", text: "status?\n" });
    await server.must(sessionRoutes.message, { id: "dev", text: "and now?" });
    expect(await row()).toMatchObject({ title: "status?" });
    const go = flow(server);
    await go.enqueueRequest(`Rename A\n to B ${"x".repeat(300)}`);
    await go.enqueueRequest("another");
    const { title } = (await row()) ?? {};
    expect([title?.slice(0, 13), title?.length, title?.at(-1)]).toEqual(["Rename A to B", 120, "…"]);
    expect(await row()).toMatchObject({ openRequests: 2, needsYou: 0 });
    const request = await go.claimRequest();
    await go.enqueueJob(request.id, { request });
    const job = await go.claimJob();
    await server.must(jobRoutes.ask, { ...job, question: "Which B?" });
    expect(await row()).toMatchObject({ openRequests: 2, needsYou: 1 });
    await server.must(jobRoutes.message, { id: job.id, text: "this one" });
    expect(await row()).toMatchObject({ needsYou: 0 });
  });
});

describe("the pulse", () => {
  test("tells of every session, ends with its device, and sends one away that does not read", async () => {
    await server.must(sessionRoutes.create, { sessionId: "other" });
    const { code } = await server.must(deviceRoutes.pair, {});
    const made = await server.must(deviceRoutes.redeem, { code, name: "phone" });
    const headers = { authorization: `Bearer ${made.token}` };
    const response = await server.app.request(systemRoutes.pulse.path, { headers });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    for (const id of ["dev", "other"]) await server.must(sessionRoutes.message, { id, text: "hi" });
    await new Promise((resolve) => setImmediate(resolve));
    const text = response.text();
    await new Promise((resolve) => setImmediate(resolve));
    await server.must(deviceRoutes.revoke, { id: made.device.deviceId });
    const heard = [...(await text).matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? ""));
    expect(heard).toEqual([
      { sessionId: "dev", cursor: 1, type: "message" },
      { sessionId: "other", cursor: 1, type: "message" },
    ]);
    const idle = server.core.events.feed.openPulse("x");
    for (let n = 0; n <= 1_000; n += 1) server.core.events.feed.pulse({ sessionId: null, cursor: 0, type: "x" });
    expect(await idle.next()).toBeNull();
  });
});
