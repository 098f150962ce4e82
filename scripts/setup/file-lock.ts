import { Database } from "bun:sqlite";

/** A database that nobody refers to is collected, and its lock is gone with it. */
const held = new Set<Database>();

/**
 * Holds a file for this process alone; null when another one has it and does not let go within `waitMs`.
 * It is SQLite's own lock on the file, because the system gives it up when its holder is killed.
 */
export function holdFile(path: string, waitMs: number): { release(): void } | null {
  const database = new Database(path);
  database.run(`PRAGMA busy_timeout = ${waitMs}`);
  try {
    database.run("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") return null;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
}
