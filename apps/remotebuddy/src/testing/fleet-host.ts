import { join } from "node:path";
import { createLog } from "@pushpals/shared/log";
import { minimalEnv, startService } from "@pushpals/shared/process";
import { startFleet } from "../fleet/start-fleet";

// A process that keeps two serving stand-ins, for tests that kill it. Argument: <pids file>.
const pids = process.argv[2] ?? "";

startFleet({
  workers: 2,
  start: (workerId, onLine) =>
    startService({
      command: [process.execPath, join(import.meta.dir, "stand-in-worker.ts"), "serve", pids, workerId],
      env: minimalEnv({ PUSHPALS_EXIT_WITH_PARENT: "1" }),
      onLine,
    }),
  onLine: () => undefined,
  log: createLog({ service: "fleet-host" }),
  stopGraceMs: 5_000,
});
