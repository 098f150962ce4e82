import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { approvalRoutes, type RouteInput, sessionRoutes } from "@pushpals/protocol";
import { type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
beforeEach(async () => {
  server = await testServer();
  await server.must(sessionRoutes.create, { sessionId: "other" });
});
afterEach(() => server.remove());

const ask = async (kind: "landing" | "command", sha: string, sessionId = "dev") => {
  const input: RouteInput<typeof approvalRoutes.create> = {
    sessionId,
    kind,
    reason: "why",
    subject: `do ${sha}`,
    diffSha: sha.repeat(64),
  };
  return (await server.must(approvalRoutes.create, input)).approval;
};
const decide = (id: string, scope?: "once" | "session", decision: "approve" | "deny" = "approve") =>
  server.call(approvalRoutes.decide, { id, decision, ...(scope ? { scope } : {}) });

describe("approving for a session", () => {
  test("approves any later landing of that session, and tells who and why; not those of others", async () => {
    await decide((await ask("landing", "a")).approvalId, "session");
    expect(await ask("landing", "b")).toMatchObject({
      status: "approved",
      decidedBy: "operator",
      note: "for the session",
    });
    expect((await ask("landing", "b", "other")).status).toBe("pending");
    expect((await ask("command", "b")).status).toBe("pending");
    expect(
      (await server.events()).map(({ type, payload }) => [type, "scope" in payload ? payload.scope : null]),
    ).toEqual([
      ["approval_required", null],
      ["approved", "session"],
      ["approval_required", null],
      ["approved", "session"],
      ["approval_required", null],
    ]);
  });

  test("of a command counts for the very same one only", async () => {
    await decide((await ask("command", "a")).approvalId, "session");
    expect((await ask("command", "a")).status).toBe("approved");
    expect((await ask("command", "b")).status).toBe("pending");
  });

  test("lasts over a restart, is listed, and can be taken back", async () => {
    await decide((await ask("landing", "a")).approvalId, "session");
    await server.restart();
    expect((await server.must(sessionRoutes.grants, { id: "dev" })).grants).toMatchObject([
      { kind: "landing", subject: "any landing", by: "operator" },
    ]);
    expect(await server.must(sessionRoutes.revokeGrants, { id: "dev" })).toEqual({ ok: true, revoked: 1 });
    expect((await ask("landing", "b")).status).toBe("pending");
  });

  test("is nothing that approving once, or denying, does", async () => {
    await decide((await ask("landing", "a")).approvalId, "once");
    const next = await ask("landing", "b");
    expect(next.status).toBe("pending");
    expect(await decide(next.approvalId, "session", "deny")).toMatchObject({ code: "bad_request" });
    await decide(next.approvalId, undefined, "deny");
    expect((await ask("landing", "c")).status).toBe("pending");
  });
});
