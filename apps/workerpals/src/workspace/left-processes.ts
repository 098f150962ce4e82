import { readdir, readFile } from "node:fs/promises";
import type { Sandbox } from "@pushpals/shared/sandbox";

/** In the environment of every command of a job, and so of all that it starts. */
const MARK = "PUSHPALS_WORKSPACE";

/** The same sandbox, with its commands marked by their workspace. */
export function markedSandbox(sandbox: Sandbox): Sandbox {
  const marked = <T extends { workspace: string; env?: Record<string, string> | undefined }>(options: T): T => ({
    ...options,
    env: { ...options.env, [MARK]: options.workspace },
  });
  return {
    tier: sandbox.tier,
    describe: () => sandbox.describe(),
    run: (options) => sandbox.run(marked(options)),
    spawn: (options) => sandbox.spawn(marked(options)),
    modelDoor: (socket) => sandbox.modelDoor(socket),
  };
}

/**
 * Ends what is left of jobs whose worker was killed before it could end them (tier `none`; the other tiers end with
 * their worker), in a workspace or in all that lie in a folder. Told by the mark alone, so that no process id can be mistaken for another's. Linux only: elsewhere
 * there is no /proc, and it finds nothing. The answer is how many were ended.
 */
export async function endLeftProcesses(folder: string): Promise<number> {
  const ended = new Set<number>();
  for (let round = 0; round < 5; round += 1) {
    const found = await markedProcesses(`${MARK}=${folder}`);
    if (found.length === 0) break;
    for (const pid of found) if (kill(pid)) ended.add(pid);
  }
  return ended.size;
}

async function markedProcesses(mark: string): Promise<number[]> {
  const entries = await readdir("/proc").catch((error: unknown) => unreadable(error, [] as string[]));
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch((error: unknown) =>
        unreadable(error, ""),
      );
      return (
        pid !== process.pid &&
        environment.split("\0").some((variable) => variable === mark || variable.startsWith(`${mark}/`))
      );
    }),
  );
  return pids.filter((_pid, index) => marked[index]);
}

/** Processes of others, and those that have just ended, cannot be read and are not ours to end. */
function unreadable<T>(error: unknown, otherwise: T): T {
  if (error instanceof Error && "code" in error) return otherwise;
  throw error;
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch (error) {
    return unreadable(error, false);
  }
}
