export { prepareWorkerImage } from "./container/prepare-worker-image";
export { type OpenedSandbox, openSandbox } from "./open-sandbox";
export { kernelCountsProcesses } from "./process-tier/pids-group";
export type { ModelDoor, Sandbox, SandboxConfig, SandboxedRun, SandboxedSpawn } from "./types";
export { freeBytes } from "./watch-disk";
