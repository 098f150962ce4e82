import { Database } from "bun:sqlite";

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
  return { release: () => database.close() };
}
