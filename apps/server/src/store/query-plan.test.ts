import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { AHEAD } from "../jobs/changes";
import { CORRELATED } from "../jobs/job-events";
import { CLAIM } from "../queue/claim";
import { pageQuery } from "../queue/item-view";
import { NEWEST_SESSIONS } from "../sessions/list-sessions";
import { OPEN_REQUESTS } from "../sessions/stop-session";
import { ASKING, OPEN_FAILURES } from "../status/needs-you";
import { type TestServer, testServer } from "../testing/test-server";

let server: TestServer;
let database: Database;
beforeAll(async () => {
  server = await testServer();
  database = new Database(join(server.dir, "db.sqlite"), { readonly: true });
});
afterAll(async () => {
  database.close();
  await server.remove();
});

/** Steps of a plan that read a stored table without an index, or sort. */
function costly(sql: string): string[] {
  const plan = database.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`).all();
  const bad =
    /SCAN (queue_items|item|request|events|jobs(?! USING (COVERING )?INDEX jobs_asking)|job_|sessions(?! USING))|TEMP B-TREE FOR ORDER BY/;
  return plan.map((step) => step.detail).filter((detail) => bad.test(detail));
}

describe("query plans do not grow with the history", () => {
  test("claim", () => {
    const plan = database.query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${CLAIM.sql}`).all();
    const used = plan.map((step) => step.detail).join("\n");
    expect(used).toContain("items_line");
    expect(used).toContain("items_targeted");
    // The one sort that is there is of two rows: the first for anybody and the first for this owner.
    expect(plan.filter((step) => /SCAN queue_items/.test(step.detail))).toEqual([]);
  });

  test.each([
    {},
    { status: "failed" as const },
    { sessionId: "dev" },
    { before: 100 },
    { workerId: "w-1" },
    { status: "failed" as const, before: 100 },
    { sessionId: "dev", before: 100 },
  ])("a page by %p", (input) => {
    expect(costly(pageQuery("jobs", input).compile().sql)).toEqual([]);
  });

  test("sessions, the last active first", () => {
    expect(costly(NEWEST_SESSIONS.sql)).toEqual([]);
  });

  test("what waits for a person, and the events of a job", () => {
    for (const { sql } of [ASKING, OPEN_FAILURES]) expect([sql, costly(sql)]).toEqual([sql, []]);
    // Sorted are the events of one request, however many others there are.
    const sorts = /TEMP B-TREE/;
    expect(costly(CORRELATED.sql).filter((step) => !sorts.test(step))).toEqual([]);
  });

  test("the changes ahead of one", () => {
    expect(costly(AHEAD.sql)).toEqual([]);
  });

  test("the open requests of a session", () => {
    expect(costly(OPEN_REQUESTS.sql)).toEqual([]);
  });

  test("what the sweep looks for", async () => {
    const text = await Bun.file(join(import.meta.dir, "../queue/due.ts")).text();
    const columns = "seq";
    const statements = [...text.matchAll(/statement[^(]*\(\s*[`"]([^`"]+)[`"]/g)].map((match) =>
      (match[1] ?? "").replace(/\$\{ITEM_COLUMNS\}/g, columns),
    );
    expect(statements.length).toBeGreaterThan(5);
    for (const sql of statements) expect([sql, costly(sql)]).toEqual([sql, []]);
  });
});
