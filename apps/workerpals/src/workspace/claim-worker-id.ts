import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const owner = z.object({ pid: z.int().positive(), startedAt: z.string().nullable() });

export const pidFile = (worktrees: string, workerId: string): string => join(worktrees, `${workerId}.pid`);

/**
 * Takes a worker's name for this process, so that two with one name never share folders. False when a living process
 * has it. `release` gives it back.
 */
export async function claimWorkerId(worktrees: string, workerId: string): Promise<{ release(): Promise<void> } | null> {
  const file = pidFile(worktrees, workerId);
  if (await isOwned(file)) return null;
  await mkdir(worktrees, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify({ pid: process.pid, startedAt: await startTime(process.pid) }));
  await rename(fresh, file);
  return { release: () => rm(file, { force: true }) };
}

/** Whether the process that a pid file names still lives. */
export async function isOwned(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch((error: unknown) => absent(error));
  if (text === null) return false;
  const read = owner.safeParse(parseJson(text));
  if (!read.success || read.data.pid === process.pid || !isAlive(read.data.pid)) return false;
  return read.data.startedAt === (await startTime(read.data.pid));
}

/** When a process started, in the kernel's own unit; null where there is no /proc. Tells a reused id from the old one. */
async function startTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch((error: unknown) => absent(error));
  // Field 22; the second may contain blanks, and ends with the last parenthesis.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Half written by a process that was killed: nobody's.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && "code" in error) return null;
  throw error;
}
