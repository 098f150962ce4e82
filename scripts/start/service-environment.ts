import {
  ENGINE_VARIABLES,
  GIT_TOKEN_VARIABLES,
  MACHINE_VARIABLES,
  minimalEnv,
  REMOTE_VARIABLES,
} from "@pushpals/shared/process";
import type { ServiceName } from "./services";

const SETTINGS = /^(PUSHPALS_|REMOTEBUDDY_|EXPO_PUBLIC_)/;

/** Those that talk to the remote. RemoteBuddy does for the WorkerPals that it starts, which publish their branches. */
const NEEDS_REMOTE: readonly ServiceName[] = ["source_control_manager", "remotebuddy", "workerpals"];

/** The one that may sign commits. */
const SIGNS: ServiceName = "source_control_manager";

/** Those that call the models of agents and of the critic. RemoteBuddy for the WorkerPals that it starts. */
const NEEDS_WORKER_MODELS: readonly ServiceName[] = ["remotebuddy", "workerpals"];

/**
 * The environment of a service: the settings of Push Pals, and of this machine only what the service needs.
 * `workerKeys` are the names of the variables that hold the keys for the models of WorkerPals.
 */
export function serviceEnvironment(
  name: ServiceName,
  own: Record<string, string>,
  env: Record<string, string | undefined> = process.env,
  workerKeys: readonly string[] = [],
): Record<string, string> {
  const isRemote = NEEDS_REMOTE.includes(name);
  const wanted = (key: string): boolean => {
    if (workerKeys.includes(key)) return NEEDS_WORKER_MODELS.includes(name);
    if (key === "GNUPGHOME") return name === SIGNS;
    if (GIT_TOKEN_VARIABLES.has(key)) return isRemote;
    return (
      MACHINE_VARIABLES.test(key) ||
      SETTINGS.test(key) ||
      (isRemote && (REMOTE_VARIABLES.test(key) || ENGINE_VARIABLES.test(key)))
    );
  };
  const taken = Object.entries(env).flatMap(([key, value]) =>
    value !== undefined && wanted(key) ? [[key, value]] : [],
  );
  return minimalEnv({ ...Object.fromEntries(taken), ...own, PUSHPALS_EXIT_WITH_PARENT: "1" });
}
