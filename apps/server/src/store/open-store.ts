import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Connection } from "./connection";
import { MIGRATIONS } from "./migrations";
import type { Store } from "./store";
import { type Trouble, WriteBatch } from "./write-batch";

export type OpenedStore = { ok: true; store: Store; connection: Connection } | { ok: false; message: string };

/**
 * Opens (and creates) the SQLite database, takes it for this process alone, and brings its schema up to date.
 * One connection writes; another reads, so that nobody sees what is not committed yet.
 */
export function openStore(path: string, trouble: Trouble): OpenedStore {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lock = takeLock(`${path}.lock`);
  if (!lock)
    return { ok: false, message: `Another server is running on ${path}. Stop it, or set another paths.data_dir.` };
  const writer = open(path);
  const version = migrate(writer);
  if (version !== null) {
    writer.close();
    lock.close();
    const message = `${path} was written by a newer version of Push Pals (schema ${version}, this one knows ${MIGRATIONS.length}). Update Push Pals.`;
    return { ok: false, message };
  }
  const reader = open(path);
  reader.run("PRAGMA query_only = 1");
  const read = new Connection(reader);
  const write = new Connection(writer);
  const batch = new WriteBatch(write, trouble);
  const store: Store = {
    read,
    write: (work) => batch.add(work),
    async close() {
      await batch.idle();
      read.close();
      write.close();
      lock.close();
    },
  };
  return { ok: true, store, connection: write };
}

function open(path: string): Database {
  const database = new Database(path, { create: true });
  for (const pragma of [
    "busy_timeout = 5000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = 1",
    "cache_size = -65536",
    "temp_store = MEMORY",
  ])
    database.run(`PRAGMA ${pragma}`);
  return database;
}

/** Held as long as the process lives, however it ends: the memory of a server mirrors what it alone writes. */
function takeLock(path: string): Database | null {
  const lock = new Database(path, { create: true });
  lock.run("PRAGMA busy_timeout = 0");
  try {
    lock.run("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && /SQLITE_BUSY|locked/.test(`${error.name} ${error.message}`)) return null;
    throw error;
  }
}

/** Answers the database's version when it is newer than the code; else null once it is up to date. */
function migrate(database: Database): number | null {
  database.run("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
  const found = database.query<{ version: number }, []>("SELECT version FROM schema_version").get()?.version ?? 0;
  if (found > MIGRATIONS.length) return found;
  database.transaction(() => {
    for (const step of MIGRATIONS.slice(found)) for (const text of step) database.run(text);
    database.run("DELETE FROM schema_version");
    database.run("INSERT INTO schema_version (version) VALUES (?)", [MIGRATIONS.length]);
  })();
  return null;
}
