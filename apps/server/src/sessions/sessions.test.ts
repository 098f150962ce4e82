import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { sessionRoutes, systemRoutes } from "@pushpals/protocol";
import { TestClock } from "../testing/test-clock";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
});
afterEach(() => server.remove());

const authorization = `Bearer ${TOKENS.operator}`;
const say = (text: string, more: Record<string, unknown> = {}) =>
  server.must(sessionRoutes.message, { id: "dev", text, ...more });

describe("sessions", () => {
  test("are created once and joined after, with or without a name", async () => {
    expect((await server.call(sessionRoutes.create, { sessionId: "a.b" })).status).toBe(201);
    expect((await server.call(sessionRoutes.create, { sessionId: "a.b" })).status).toBe(200);
    const made = await server.must(sessionRoutes.create, {});
    expect(made.sessionId).toMatch(/^s-[0-9a-f]{12}$/);
    expect(await server.call(sessionRoutes.message, { id: "nobody", text: "x" })).toMatchObject({ code: "not_found" });
  });

  test("are listed with the last active first", async () => {
    const clock = new TestClock();
    const quiet = await testServer({ clock });
    try {
      await quiet.must(sessionRoutes.create, { sessionId: "later" });
      await clock.advance(1);
      await quiet.must(sessionRoutes.message, { id: "dev", text: "x" });
      const { sessions } = await quiet.must(sessionRoutes.list, {});
      expect(sessions).toMatchObject([
        { sessionId: "dev", cursor: 1 },
        { sessionId: "later", cursor: 0 },
      ]);
    } finally {
      await quiet.remove();
    }
  });

  test("a message and its answer are one transaction; sent twice they are there once", async () => {
    const input = { idempotencyKey: "k", turnId: "t", answer: { text: "42", rule: "status" } };
    const [first, second] = [await say("hi", input), await say("hi", input)];
    expect(first).toEqual(second);
    const events = await server.events();
    expect(events).toMatchObject([
      { type: "message", from: "user", turnId: "t" },
      { type: "assistant_message", payload: { rule: "status" }, parentId: first.eventId },
    ]);
    const other = { id: "dev", text: "ho", ...input };
    expect(await server.call(sessionRoutes.message, other)).toMatchObject({ code: "idempotency_mismatch" });
  });

  test("a command's payload is checked against its type; what only the server may tell is refused", async () => {
    const command = (type: "task_progress" | "status", payload: Record<string, string>) =>
      server.call(sessionRoutes.command, { id: "dev", type, payload });
    const jobId = Bun.randomUUIDv7();
    expect(await command("task_progress", { jobId, step: "lane", message: "m" })).toMatchObject({
      ok: true,
      cursor: 1,
    });
    expect(await command("task_progress", { jobId, step: "dance", message: "m" })).toMatchObject({
      code: "bad_request",
      message: expect.stringContaining("step"),
    });
    expect(await command("status", { state: "request_ended", requestId: jobId })).toMatchObject({
      code: "bad_request",
    });
    const forged = { id: "dev", type: "merge_succeeded" as "status", payload: {} };
    expect(await server.call(sessionRoutes.command, forged)).toMatchObject({ code: "bad_request" });
  });

  test("a cursor beyond the end is told the last one; Last-Event-ID wins over after", async () => {
    for (const text of ["a", "b", "c"]) await say(text);
    const beyond = await server.app.request("/sessions/dev/events?after=4", { headers: { authorization } });
    expect([beyond.status, await beyond.json()]).toMatchObject([400, { code: "bad_request", detail: { cursor: 3 } }]);
    const resumed = await server.app.request("/sessions/dev/events?after=0&follow=false", {
      headers: { authorization, "last-event-id": "2" },
    });
    expect((await resumed.text()).match(/^id: .*$/gm)).toEqual(["id: 3"]);
    const odd = await server.app.request("/sessions/dev/events", { headers: { authorization, "last-event-id": "x" } });
    expect(odd.status).toBe(400);
  });
});

describe("the hash chain", () => {
  const tamper = async (sql: string) => {
    await server.close();
    const database = new Database(join(server.dir, "db.sqlite"));
    database.run(sql);
    database.close();
    await server.restart();
  };
  const broken = async () => (await server.must(systemRoutes.auditVerify, {})).broken.map((one) => one.cursor);

  test("is intact over many pages, and shows a changed and a missing event", async () => {
    for (let n = 0; n < 700; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => say(`message ${n + i}`)));
    expect(await server.must(systemRoutes.auditVerify, {})).toMatchObject({ intact: true, events: 700, sessions: 1 });
    await tamper("UPDATE events SET envelope = replace(envelope, 'message 12\"', 'message 13\"') WHERE cursor = 13");
    expect(await broken()).toEqual([13]);
    await tamper("DELETE FROM events WHERE cursor = 700");
    expect(await broken()).toEqual([13, 700]);
    const lines = (
      await (await server.app.request("/audit/export?sessionId=dev", { headers: { authorization } })).text()
    ).trim();
    expect(lines.split("\n")).toHaveLength(699);
  });
});
