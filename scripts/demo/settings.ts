import { join } from "node:path";
import { freePorts } from "../free-ports";

/**
 * The environment of the demo's stack: this machine's, without the settings of the person's own Push Pals, and with all
 * that the demo's outcome hangs on said outright, so that config/local.toml does not change it.
 */
export function demoEnvironment(root: string, testCommand: string): Record<string, string | undefined> {
  const [server, localbuddy, scm] = freePorts(3);
  const machine = Object.entries(process.env).filter(([name]) => !/^(PUSHPALS_|REMOTEBUDDY_|EXPO_PUBLIC_)/.test(name));
  const data = join(root, "data");
  return {
    ...Object.fromEntries(machine),
    PUSHPALS_DATA_DIR: data,
    PUSHPALS_REPO_PATH: join(root, "tea-shop"),
    PUSHPALS_SESSION_ID: "demo",
    PUSHPALS_STORE_URL: `sqlite:${join(data, "pushpals.sqlite")}`,
    PUSHPALS_SERVER_HOST: "127.0.0.1",
    PUSHPALS_SERVER_PORT: String(server),
    PUSHPALS_SERVER_URL: `http://127.0.0.1:${server}`,
    PUSHPALS_LOCALBUDDY_HOST: "127.0.0.1",
    PUSHPALS_LOCALBUDDY_PORT: String(localbuddy),
    PUSHPALS_LOCALBUDDY_URL: `http://127.0.0.1:${localbuddy}`,
    PUSHPALS_SOURCE_CONTROL_MANAGER_HOST: "127.0.0.1",
    PUSHPALS_SOURCE_CONTROL_MANAGER_PORT: String(scm),
    PUSHPALS_SOURCE_CONTROL_MANAGER_URL: `http://127.0.0.1:${scm}`,
    PUSHPALS_SOURCE_CONTROL_MANAGER_REMOTE: "origin",
    PUSHPALS_SOURCE_CONTROL_MANAGER_STRATEGY: "cherry-pick",
    PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: JSON.stringify([testCommand]),
    PUSHPALS_SOURCE_CONTROL_MANAGER_OPEN_PULL_REQUEST: "false",
    PUSHPALS_INTEGRATION_BRANCH: "main_agents",
    PUSHPALS_INTEGRATION_BASE_BRANCH: "main",
    PUSHPALS_REMOTEBUDDY_LLM_BACKEND: "builtin",
    PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: JSON.stringify([testCommand]),
    PUSHPALS_WORKERPALS_PUBLISH_BRANCHES: "true",
    PUSHPALS_WORKERPALS_SANDBOX_TIER: "auto",
    PUSHPALS_POLICY_REQUIRE_APPROVAL: "never",
    REMOTEBUDDY_MAX_WORKERPALS: "3",
  };
}
