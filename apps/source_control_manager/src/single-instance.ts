import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** A daemon that is being ended lets go within this time. */
const WAIT_MS = 3_000;

/**
 * Makes this process the only one that lands for a data directory; null when another one lives. It is SQLite's lock on
 * a file, since the system takes that back from a process that was killed.
 */
export function becomeOnlyInstance(file: string): { release(): void } | null {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file);
  try {
    database.run(`PRAGMA busy_timeout = ${WAIT_MS}`);
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") return null;
    throw error;
  }
  return { release: () => database.close() };
}
