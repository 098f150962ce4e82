import {
  ENGINE_VARIABLES,
  GIT_TOKEN_VARIABLES,
  MACHINE_VARIABLES,
  minimalEnv,
  REMOTE_VARIABLES,
} from "@pushpals/shared/process";

/** Configuration that a worker reads. Not the store's URL, not the keys of planners, chats and notifications. */
const CONFIGURATION =
  /^PUSHPALS_(?:PROFILE|AUTH_TOKEN|SERVER_(?:URL|HOST|PORT|LOG_LEVEL)|SESSION_ID|INTEGRATION_(?:BASE_)?BRANCH|WORKERPALS_\w+|CRITIC_\w+|SOURCE_CONTROL_MANAGER_\w+|POLICY_\w+)$/;

/**
 * The whole environment of a worker: what it needs, and nothing else of what this process was given. The git token is
 * for the worker itself, which publishes branches, and so are the models' keys (`keys` names their variables), which
 * its model proxy and its critic need; jobs never see them.
 */
export function workerEnv(
  env: Record<string, string | undefined>,
  paths: { dataDir: string; repositoryPath: string },
  keys: readonly string[] = [],
): Record<string, string> {
  const isWanted = (name: string): boolean =>
    keys.includes(name) ||
    CONFIGURATION.test(name) ||
    ENGINE_VARIABLES.test(name) ||
    MACHINE_VARIABLES.test(name) ||
    REMOTE_VARIABLES.test(name) ||
    GIT_TOKEN_VARIABLES.has(name);
  const wanted = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && isWanted(name) ? [[name, value]] : [],
  );
  return minimalEnv({
    ...Object.fromEntries(wanted),
    // Absolute: the worker's working directory is another.
    PUSHPALS_DATA_DIR: paths.dataDir,
    PUSHPALS_REPO_PATH: paths.repositoryPath,
    PUSHPALS_EXIT_WITH_PARENT: "1",
  });
}
