import { minimalEnv } from "@pushpals/shared/process";
import type { ServiceName } from "./services";

/** What the network of this machine needs of every process: proxies, certificates, the place of temporary files. */
const MACHINE = /^(TMPDIR|TZ|((https?|all|no)_proxy)|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|CURL_CA_BUNDLE)$/i;
/** What git needs to reach the remote as the user does. */
const REMOTE =
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|XDG_(CONFIG_HOME|RUNTIME_DIR|DATA_HOME|CACHE_HOME)|DBUS_SESSION_BUS_ADDRESS|USER|LOGNAME|GIT_SSL_CAINFO|GIT_SSH_COMMAND|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM))$/;
const GIT_TOKENS = new Set(["PUSHPALS_GIT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"]);
const SETTINGS = /^(PUSHPALS_|REMOTEBUDDY_|EXPO_PUBLIC_)/;

/** Those that talk to the remote. RemoteBuddy does for the WorkerPals that it starts, which publish their branches. */
const NEEDS_REMOTE: readonly ServiceName[] = ["source_control_manager", "remotebuddy", "workerpals"];

/** The environment of a service: the settings of Push Pals, and of this machine only what the service needs. */
export function serviceEnvironment(
  name: ServiceName,
  own: Record<string, string>,
  env: Record<string, string | undefined> = process.env,
): Record<string, string> {
  const isRemote = NEEDS_REMOTE.includes(name);
  const wanted = (key: string): boolean => {
    if (GIT_TOKENS.has(key)) return isRemote;
    return MACHINE.test(key) || SETTINGS.test(key) || (isRemote && REMOTE.test(key));
  };
  const taken = Object.entries(env).flatMap(([key, value]) =>
    value !== undefined && wanted(key) ? [[key, value]] : [],
  );
  return minimalEnv({ ...Object.fromEntries(taken), ...own, PUSHPALS_EXIT_WITH_PARENT: "1" });
}
