import { KEYS, type Key } from "./keys";
import { checkValue, type Layer } from "./layer";
import { nearest } from "./nearest";
import { type Problem, problem } from "./problem";

export type Environment = Record<string, string | undefined>;

/** Variables with a name of their own, by key. Where several of a key are set, the first wins. */
const NAMED: Record<string, readonly string[]> = {
  "server.url": ["PUSHPALS_SERVER_URL"],
  "auth.token": ["PUSHPALS_AUTH_TOKEN"],
  "paths.repo_path": ["PUSHPALS_REPO_PATH"],
  "paths.data_dir": ["PUSHPALS_DATA_DIR"],
  "session.id": ["PUSHPALS_SESSION_ID"],
  "source_control_manager.integration_branch": ["PUSHPALS_INTEGRATION_BRANCH"],
  "source_control_manager.base_branch": ["PUSHPALS_INTEGRATION_BASE_BRANCH"],
  "remotebuddy.max_workerpals": ["REMOTEBUDDY_MAX_WORKERPALS"],
  "git.token": ["PUSHPALS_GIT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"],
  "client.server_url": ["EXPO_PUBLIC_PUSHPALS_URL"],
  "client.local_agent_url": ["EXPO_PUBLIC_LOCAL_AGENT_URL"],
};

/** Variables that are no keys: how processes of the stack are wired to each other. */
export const WIRING_VARIABLES: readonly string[] = [
  "PUSHPALS_PROFILE",
  "PUSHPALS_EXIT_WITH_PARENT",
  "PUSHPALS_WORKER_ID",
];

/** `server.port` as `PUSHPALS_SERVER_PORT`. */
export const variableOf = (key: string): string => `PUSHPALS_${key.replaceAll(".", "_").toUpperCase()}`;

/** All variables that set a key, strongest first. */
const variablesOf = (key: string): string[] => [...new Set([...(NAMED[key] ?? []), variableOf(key)])];

/**
 * What the environment sets. An empty variable counts as not set, as `.env` files are full of them.
 * A `PUSHPALS_…` variable that nothing reads is a problem: it is a mistyped one.
 */
export function environmentLayer(env: Environment, problems: Problem[]): Layer {
  const layer: Layer = new Map();
  const known = new Set(WIRING_VARIABLES);
  for (const key of KEYS.values()) {
    const variables = variablesOf(key.name);
    for (const variable of variables) known.add(variable);
    const variable = variables.find((name) => env[name]);
    if (variable === undefined) continue;
    const value = coerce(key, env[variable] ?? "");
    const wrong = checkValue(key, value, variable);
    if (wrong) problems.push(wrong);
    else layer.set(key.name, { value, from: variable });
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith("PUSHPALS_") || known.has(name)) continue;
    const meant = nearest(name, known);
    problems.push(
      problem(name, name, "an unknown variable", "PUSHPALS_<SECTION>_<KEY>", meant ? `. Did you mean ${meant}?` : ""),
    );
  }
  return layer;
}

/** Text as the type that the key wants; text that does not fit stays text, and the schema refuses it. */
function coerce(key: Key, text: string): unknown {
  if (key.kind === "integer") return /^-?\d+$/.test(text) ? Number(text) : text;
  if (key.kind === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (key.kind === "boolean") return { true: true, "1": true, false: false, "0": false }[text] ?? text;
  if (key.kind === "list") return text.trimStart().startsWith("[") ? parseList(text) : [text];
  return text;
}

/** A list is a JSON array, or a single plain item. */
function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
