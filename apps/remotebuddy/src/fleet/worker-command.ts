import { join } from "node:path";
import { startService } from "@pushpals/shared/process";
import type { KeepWorkerOptions } from "./keep-worker";

/** Starts a WorkerPal from this checkout, with the same Bun that runs this process. */
export function workerStarter(
  projectRoot: string,
  env: Record<string, string>,
  idleMs: number,
): KeepWorkerOptions["start"] {
  const main = join(projectRoot, "apps/workerpals/src/main.ts");
  return (workerId, onLine, mayRetire) =>
    startService({
      command: [
        process.execPath,
        main,
        "--worker-id",
        workerId,
        ...(mayRetire ? ["--idle-exit-ms", String(idleMs)] : []),
      ],
      cwd: projectRoot,
      env,
      onLine,
    });
}
