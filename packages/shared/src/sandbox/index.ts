export { type OpenedSandbox, openSandbox } from "./open-sandbox";
export type { Sandbox, SandboxConfig, SandboxedRun } from "./types";
