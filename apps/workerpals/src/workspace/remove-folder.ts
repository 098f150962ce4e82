import { rm } from "node:fs/promises";
import { minimalEnv, run } from "@pushpals/shared/process";
import { isNodeError } from "./contained-files";

const CHMOD_TIMEOUT_MS = 60_000;

/** Removes a folder, also where a job has taken away the rights to do so. False when it is still there. */
export async function removeFolder(dir: string): Promise<boolean> {
  if (await removed(dir)) return true;
  await run({ command: ["chmod", "-R", "u+rwX", dir], env: minimalEnv(), timeoutMs: CHMOD_TIMEOUT_MS });
  return removed(dir);
}

const removed = (dir: string): Promise<boolean> =>
  rm(dir, { recursive: true, force: true, maxRetries: 3 }).then(
    () => true,
    (error: unknown) => {
      if (isNodeError(error)) return false;
      throw error;
    },
  );
