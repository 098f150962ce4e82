import { join } from "node:path";
import { PROJECT } from "../project";

export const SERVICES = ["server", "localbuddy", "source_control_manager", "remotebuddy", "workerpals"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** How a service is started by this Bun; with `watch`, again whenever its source changes. */
export function serviceProgram(name: ServiceName, args: readonly string[] = [], watch = false): [string, ...string[]] {
  const main = join(PROJECT, "apps", name, "src", "main.ts");
  return [process.execPath, ...(watch ? ["--watch", "--no-clear-screen"] : []), main, ...args];
}
