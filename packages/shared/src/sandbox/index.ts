export { type OpenedSandbox, openSandbox } from "./open-sandbox";
export type { ModelDoor, Sandbox, SandboxConfig, SandboxedRun, SandboxedSpawn } from "./types";
