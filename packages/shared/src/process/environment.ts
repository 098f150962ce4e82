/** Where programs are looked for when this process itself has no PATH. */
const FALLBACK_PATH = "/usr/local/bin:/usr/bin:/bin";

/** The least that a program needs to run: PATH and HOME of this process, a UTF-8 locale. No secret is passed on. */
export function minimalEnv(extra: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env["PATH"] || FALLBACK_PATH,
    HOME: process.env["HOME"] || "/",
    LANG: "C.UTF-8",
    ...extra,
  };
}

/** What the network of this machine needs of every process: proxies, certificates, the place of temporary files. */
export const MACHINE_VARIABLES =
  /^(TMPDIR|TZ|((https?|all|no)_proxy)|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|CURL_CA_BUNDLE)$/i;
/** What git needs to reach a remote as the user does. */
export const REMOTE_VARIABLES =
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|XDG_(CONFIG_HOME|RUNTIME_DIR|DATA_HOME|CACHE_HOME)|DBUS_SESSION_BUS_ADDRESS|USER|LOGNAME|GIT_SSL_CAINFO|GIT_SSH_COMMAND|GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM))$/;
/** Variables that hold the token for the git remote. */
export const GIT_TOKEN_VARIABLES: ReadonlySet<string> = new Set(["PUSHPALS_GIT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"]);
/** What says where the engine of containers is. */
export const ENGINE_VARIABLES =
  /^(DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|CONTAINER_HOST|CONTAINERS_(CONF|STORAGE_CONF)|XDG_RUNTIME_DIR)$/;
