import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { PROJECT } from "../project";

/** Folder of the client. */
export const CLIENT = resolve(PROJECT, "apps/client");

/** Expo's command line as the client has it installed, run by this Bun, so that no Node is needed. */
export function expoCommand(args: readonly string[]): [string, ...string[]] {
  const expo = createRequire(join(CLIENT, "package.json")).resolve("expo/bin/cli");
  return [process.execPath, "--bun", expo, ...args];
}

/** Expo asks nobody, and tells nobody. */
export const EXPO_SETTINGS = { EXPO_NO_TELEMETRY: "1", EXPO_OFFLINE: "1" } as const;
