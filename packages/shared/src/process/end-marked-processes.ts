import { readFileSync } from "node:fs";
import { lastProcessId, listProcesses } from "./list-processes";

const LOOK_EVERY_MS = 5;
const GONE_WAIT_MS = 2_000;
/** In this time no machine gives out all of its process ids once around. */
const NO_ROUND_MS = 1_000;

/** The process that stands above all that can be marked: its id, and how long ago it was started. */
export interface Ancestor {
  pid: number;
  ageMs: number;
}

/**
 * Ends all processes whose environment holds a variable that starts with `mark` (`NAME=value`): also those that left
 * their group and session. By the mark alone, so that no process id can be mistaken for another's. Linux only:
 * elsewhere it finds nothing. A program that clears its environment is not found.
 * Resolves when they are gone, within a bound; the answer is how many were ended.
 *
 * To look at all of a machine's processes takes longer than most commands run. After a short one only those are
 * looked at that were started after its first process: ids are given out in order, and start anew at the end.
 */
export async function endMarkedProcesses(mark: string, ancestor?: Ancestor): Promise<number> {
  const ended = new Set<number>();
  const deadline = performance.now() + GONE_WAIT_MS;
  const isYoung = ancestor !== undefined && ancestor.ageMs < NO_ROUND_MS && lastProcessId() >= ancestor.pid;
  const after = isYoung ? ancestor.pid : 0;
  for (;;) {
    // Looked for anew each time: one of them may start another while the first is being ended.
    const found = listProcesses(after).filter(({ pid, live }) => live && pid !== process.pid && isMarked(pid, mark));
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
