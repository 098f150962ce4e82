import { homedir } from "node:os";
import { NO_PROMPT } from "./harden";
import type { GitCredentials, RemoteAccess } from "./types";
import { readAsUser } from "./user-config";

/** Variables of this process that ssh, proxies, certificates and credential helpers of the user need. */
const NETWORK_VARIABLES =
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|XDG_(CONFIG_HOME|RUNTIME_DIR|DATA_HOME|CACHE_HOME)|DBUS_SESSION_BUS_ADDRESS|USER|LOGNAME|((https?|all|no)_proxy)|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|GIT_SSL_CAINFO|GIT_SSH_COMMAND)$/i;

const USER_VARIABLE = "PUSHPALS_REMOTE_USER";
const PASSWORD_VARIABLE = "PUSHPALS_REMOTE_PASSWORD";
/** Git runs this with `get`, `store` or `erase`; user and password stand in git's environment alone. */
const HELPER = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$${USER_VARIABLE}" "$${PASSWORD_VARIABLE}"; }; f`;

/** A line on which nothing comes any more is given up after a minute; the user's own settings come after these. */
const PATIENCE: readonly [string, string][] = [
  ["http.lowspeedlimit", "1"],
  ["http.lowspeedtime", "60"],
];
const SSH = "ssh -oBatchMode=yes -oConnectTimeout=60 -oServerAliveInterval=15 -oServerAliveCountMax=4";

export interface RemoteAddress {
  /** Without credentials: safe as an argument and for people. */
  url: string;
  access: RemoteAccess;
}

/**
 * How to reach a remote of the user's repository: the settings that the user's own git would use for the network
 * (`http.*`, `core.sshCommand`, `ssh.variant`), and one of: the token for this host, the credentials that stood in
 * the address, or the user's own `credential.*`. Nothing else of the user's settings is taken. All go through the
 * environment, not the arguments: `http.extraHeader` is often a secret.
 * `url` is what `git remote get-url` gave, so `insteadOf` was applied before.
 */
export async function remoteAccess(options: {
  repositoryPath: string;
  url: string;
  credentials?: GitCredentials | undefined;
}): Promise<RemoteAddress> {
  const { url, login } = splitLogin(options.url, options.credentials);
  const users = await networkSettings(options.repositoryPath, login === null);
  const settings: [string, string][] = [["credential.helper", ""], ...PATIENCE, ...users];
  const env: Record<string, string> = { ...NO_PROMPT, HOME: homedir() };
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && NETWORK_VARIABLES.test(name)) env[name] = value;
  }
  if (env["GIT_SSH_COMMAND"] === undefined && !users.some(([key]) => key === "core.sshcommand")) {
    env["GIT_SSH_COMMAND"] = SSH;
  }
  if (login !== null) {
    settings.push([`credential.${login.origin}.helper`, HELPER]);
    env[USER_VARIABLE] = login.user;
    env[PASSWORD_VARIABLE] = login.password;
  }
  return { url, access: { env: { ...env, ...asVariables(settings) } } };
}

interface Login {
  /** Scheme, host and port that the password may be sent to. */
  origin: string;
  user: string;
  password: string;
}

/** Takes credentials out of an HTTP address, and says which ones to use for its host. */
function splitLogin(address: string, credentials: GitCredentials | undefined): { url: string; login: Login | null } {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return { url: address, login: null };
  const parsed = new URL(address);
  const [user, password] = [decodeURIComponent(parsed.username), decodeURIComponent(parsed.password)];
  parsed.username = "";
  parsed.password = "";
  const url = user === "" && password === "" ? address : parsed.href;
  const origin = `${parsed.protocol}//${parsed.host}`;
  if (credentials && mayCarryToken(parsed)) {
    return { url, login: { origin, user: "x-access-token", password: credentials.token } };
  }
  return { url, login: user === "" && password === "" ? null : { origin, user, password } };
}

/** Whether a token may be sent there: plain HTTP to another machine would show it to the network. */
export const mayCarryToken = ({ protocol, hostname }: URL): boolean =>
  protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);

async function networkSettings(repositoryPath: string, withCredentials: boolean): Promise<[string, string][]> {
  const wanted = `^(http\\..*|core\\.sshcommand|ssh\\.variant${withCredentials ? "|credential\\..*" : ""})$`;
  const read = await readAsUser(repositoryPath, ["config", "--null", "--get-regexp", wanted]);
  return read.stdout
    .split("\0")
    .filter((entry) => entry !== "")
    .map((entry) => {
      const end = entry.indexOf("\n");
      return end === -1 ? [entry, "true"] : [entry.slice(0, end), entry.slice(end + 1)];
    });
}

function asVariables(settings: readonly (readonly [string, string])[]): Record<string, string> {
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return env;
}
