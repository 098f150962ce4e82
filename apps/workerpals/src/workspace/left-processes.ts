import { endMarkedProcesses } from "@pushpals/shared/process";
import type { Sandbox } from "@pushpals/shared/sandbox";

/**
 * In the environment of every command of a job, and so of all that it starts: its workspace, with a slash at the end,
 * so that no other folder's name starts with it.
 */
const MARK = "PUSHPALS_WORKSPACE";

/** The same sandbox, with its commands marked by their workspace. */
export function markedSandbox(sandbox: Sandbox): Sandbox {
  const marked = <T extends { workspace: string; env?: Record<string, string> | undefined }>(options: T): T => ({
    ...options,
    env: { ...options.env, [MARK]: `${options.workspace}/` },
  });
  return {
    tier: sandbox.tier,
    describe: () => sandbox.describe(),
    run: (options) => sandbox.run(marked(options)),
    spawn: (options) => sandbox.spawn(marked(options)),
    modelDoor: (socket) => sandbox.modelDoor(socket),
    endLeft: () => sandbox.endLeft(),
  };
}

/**
 * Ends what is left of jobs whose worker was killed before it could end them (tier `none`; the other tiers end with
 * their worker), in a workspace or in all that lie in a folder. Linux only: elsewhere it finds nothing. The answer is
 * how many were ended.
 */
export const endLeftProcesses = (folder: string): Promise<number> => endMarkedProcesses(`${MARK}=${folder}/`);
