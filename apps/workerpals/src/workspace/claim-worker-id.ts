import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const pidFile = (worktrees: string, workerId: string): string => join(worktrees, `${workerId}.pid`);

/** Ids of the workers that have worked here, living or dead. */
export async function workersIn(worktrees: string): Promise<string[]> {
  const names = (await readdir(worktrees).catch((error: unknown) => absent(error))) ?? [];
  return names.filter((name) => name.endsWith(".pid")).map((name) => name.slice(0, -".pid".length));
}

/**
 * Takes a worker's name for this process, so that two with one name never share folders. Null when a living process
 * has it. `release` gives it back.
 */
export async function claimWorkerId(worktrees: string, workerId: string): Promise<{ release(): Promise<void> } | null> {
  const file = pidFile(worktrees, workerId);
  if (await isOwned(file)) return null;
  await mkdir(worktrees, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${process.pid} ${await startTime(process.pid)}`);
  await rename(fresh, file);
  return { release: () => rm(file, { force: true }) };
}

/** Whether the process that a pid file names still lives. */
export async function isOwned(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch((error: unknown) => absent(error));
  if (text === null) return false;
  const [, pid, startedAt] = /^(\d+) (\S+)$/.exec(text) ?? [];
  const owner = Number(pid);
  if (pid === undefined || owner === process.pid || !isAlive(owner)) return false;
  return startedAt === (await startTime(owner));
}

/** When a process started, in the kernel's own unit; `-` where there is no /proc. Tells a reused id from the old one. */
async function startTime(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1").catch((error: unknown) => absent(error));
  // From field 3 on: the second may contain blanks, and ends with the last parenthesis.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  // Killed, and only not yet collected by its parent.
  return fields[0] === "Z" ? "ended" : (fields[19] ?? "-");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function absent(error: unknown): null {
  if (error instanceof Error && "code" in error) return null;
  throw error;
}
