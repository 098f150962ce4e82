import { readFileSync } from "node:fs";
import { listProcesses } from "./list-processes";

const LOOK_EVERY_MS = 5;
const GONE_WAIT_MS = 2_000;

/**
 * Ends all processes whose environment holds a variable that starts with `mark` (`NAME=value`): also those that left
 * their group and session. By the mark alone, so that no process id can be mistaken for another's. Linux only:
 * elsewhere it finds nothing. A program that clears its environment is not found.
 * Resolves when they are gone, within a bound; the answer is how many were ended.
 */
export async function endMarkedProcesses(mark: string): Promise<number> {
  const ended = new Set<number>();
  const deadline = performance.now() + GONE_WAIT_MS;
  for (;;) {
    // Looked for anew each time: one of them may start another while the first is being ended.
    const found = listProcesses().filter(({ pid, live }) => live && pid !== process.pid && isMarked(pid, mark));
    for (const { pid } of found) if (kill(pid)) ended.add(pid);
    if (found.length === 0 || performance.now() > deadline) return ended.size;
    await Bun.sleep(LOOK_EVERY_MS);
  }
}

function isMarked(pid: number, mark: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
    return environment.split("\0").some((variable) => variable.startsWith(mark));
  } catch (error) {
    return goneOrAnothers(error);
  }
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch (error) {
    return goneOrAnothers(error);
  }
}

/** A process that has just ended, or that belongs to another user, is not ours to end. */
function goneOrAnothers(error: unknown): false {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && ["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(code)) return false;
  throw error;
}
