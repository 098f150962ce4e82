import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuse } from "@pushpals/protocol";
import type { Connection } from "./connection";
import { MIGRATIONS } from "./migrations";
import { openStore } from "./open-store";
import { statement } from "./statement";
import type { Store } from "./store";

const INSERT = statement("INSERT INTO sessions (session_id, created_at) VALUES (?1, 1)");
const COUNT = statement<{ n: number }>("SELECT count(*) AS n FROM sessions");

let dir: string;
let store: Store;
let connection: Connection;
let troubles: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pushpals-store-"));
  troubles = [];
  const opened = openStore(join(dir, "db.sqlite"), (what) => troubles.push(what));
  if (!opened.ok) throw new Error(opened.message);
  ({ store, connection } = opened);
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

const count = async () => (await store.read.first(COUNT))?.n;

describe("store", () => {
  test("works of one turn share a commit; a throw and a refusal undo their own work only", async () => {
    const memory: string[] = [];
    const work = (name: string, end: () => unknown) =>
      store.write(async (tx) => {
        await tx.run(INSERT, name);
        memory.push(name);
        tx.onRollback(() => memory.splice(memory.indexOf(name), 1));
        tx.afterCommit(() => memory.push(`${name}!`));
        return end();
      });
    const results = await Promise.allSettled([
      work("a", () => 1),
      work("b", () => {
        throw new Error("bug");
      }),
      work("c", () => refuse("bad_request", "no")),
      work("d", () => 4),
    ]);
    expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect(await count()).toBe(2);
    expect(memory).toEqual(["a", "d", "a!", "d!"]);
  });

  test("nobody outside reads what is not committed", async () => {
    let seen: number | undefined;
    await store.write(async (tx) => {
      await tx.run(INSERT, "a");
      seen = await count();
    });
    expect(seen).toBe(0);
    expect(await count()).toBe(1);
  });

  test("a commit that fails answers store_unavailable to all, takes memory back, and the store goes on", async () => {
    // A deferred foreign key fails at COMMIT, as a full disk does.
    await store.write(async (tx) => {
      await tx.run(
        statement("CREATE TABLE child (s TEXT REFERENCES sessions (session_id) DEFERRABLE INITIALLY DEFERRED)"),
      );
    });
    let memory = 0;
    const counted = async (tx: Parameters<Parameters<Store["write"]>[0]>[0]) => {
      memory += 1;
      tx.onRollback(() => {
        memory -= 1;
      });
    };
    const [good, bad] = await Promise.all([
      store.write(async (tx) => {
        await counted(tx);
        await tx.run(INSERT, "a");
        return { ok: true };
      }),
      store.write(async (tx) => {
        await counted(tx);
        await tx.run(statement("INSERT INTO child VALUES ('nobody')"));
        return { ok: true };
      }),
    ]);
    expect([good, bad]).toEqual([
      expect.objectContaining({ ok: false, code: "store_unavailable" }),
      expect.objectContaining({ ok: false, code: "store_unavailable" }),
    ]);
    expect(memory).toBe(0);
    expect(troubles).toEqual(["commit_failed"]);
    expect(await count()).toBe(0);
    await store.write(async (tx) => void (await tx.run(INSERT, "a")));
    expect(await count()).toBe(1);
  });

  test("a full disk in the middle of a work fails the batch and loses nothing of what was there", async () => {
    await store.write(async (tx) => void (await tx.run(INSERT, "before")));
    const pages = connection.database.query<{ page_count: number }, []>("PRAGMA page_count").get()?.page_count ?? 0;
    connection.database.run(`PRAGMA max_page_count = ${pages}`);
    const fat = statement("INSERT INTO queue_payloads (payload) VALUES (?1)");
    const answer = await store.write(async (tx) => tx.run(fat, "x".repeat(1_000_000)));
    expect(answer).toMatchObject({ ok: false, code: "store_unavailable", retryable: true });
    connection.database.run("PRAGMA max_page_count = 1000000");
    expect(await store.write(async (tx) => tx.run(fat, "x".repeat(1_000_000)))).toBe(1);
    expect(await count()).toBe(1);
  });

  test("a second server on the same database is refused, and a newer schema too", async () => {
    const path = join(dir, "db.sqlite");
    expect(openStore(path, () => undefined)).toMatchObject({
      ok: false,
      message: expect.stringContaining("Another server"),
    });
    await store.close();
    const raw = new Database(path);
    raw.run("UPDATE schema_version SET version = 999");
    raw.close();
    expect(openStore(path, () => undefined)).toMatchObject({
      ok: false,
      message: expect.stringContaining("newer version"),
    });
    const back = new Database(path);
    back.run("UPDATE schema_version SET version = ?", [MIGRATIONS.length]);
    back.close();
    const again = openStore(path, () => undefined);
    if (!again.ok) throw new Error(again.message);
    store = again.store;
  });
});
