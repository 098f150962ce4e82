import { workerRoutes } from "@pushpals/protocol";
import type { Core } from "../core";
import { heartbeatWorker } from "../workers/heartbeat-worker";
import { listWorkers } from "../workers/list-workers";
import type { Mount } from "./mount";

export function mountWorkers(mount: Mount, core: Core): void {
  mount(workerRoutes.heartbeat, (input) => heartbeatWorker(core, input));
  mount(workerRoutes.list, (input) => listWorkers(core, input));
}
