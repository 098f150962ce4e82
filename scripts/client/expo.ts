import { join, resolve } from "node:path";
import { MACHINE_VARIABLES, minimalEnv } from "@pushpals/shared/process";
import { PROJECT } from "../project";

/** Folder of the client. */
export const CLIENT = resolve(PROJECT, "apps/client");

/** Expo asks nobody, and tells nobody. */
export const QUIET = { EXPO_OFFLINE: "1", EXPO_NO_TELEMETRY: "1" } as const;

/** Expo's command line as the client has it installed, run by this Bun, so that it needs no Node. */
export const expoCommand = (args: readonly string[], client = CLIENT): [string, ...string[]] => [
  process.execPath,
  "--bun",
  join(client, "node_modules/expo/bin/cli"),
  ...args,
];

/** For an export: without a person's settings, which Expo would bake into the code. */
export function exportEnvironment(): Record<string, string> {
  const machine = Object.entries(process.env).filter(
    ([key, value]) => value !== undefined && MACHINE_VARIABLES.test(key),
  );
  return minimalEnv({
    ...(Object.fromEntries(machine) as Record<string, string>),
    ...QUIET,
    CI: "1",
    NODE_ENV: "production",
  });
}
