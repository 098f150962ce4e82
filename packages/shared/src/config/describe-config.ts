import { KEYS } from "./keys";
import type { LoadedConfig } from "./load-config";
import { MASKED_KEYS, SECRET_KEYS } from "./schema";

/** One line per key: `server.port = 3001  (config/default.toml)`. Secrets are masked. */
export function describeConfig(loaded: LoadedConfig): string[] {
  const lines = [...KEYS.keys()].map((key) => ({
    setting: `${key} = ${display(key, valueAt(loaded.config, key))}`,
    from: loaded.provenance[key] ?? "",
  }));
  const width = Math.min(64, Math.max(...lines.map(({ setting }) => setting.length)));
  return lines.map(({ setting, from }) => `${setting.padEnd(width)}  (${from})`);
}

function display(key: string, value: unknown): string {
  if (SECRET_KEYS.includes(key) && value !== "") return '"********"';
  if (MASKED_KEYS.includes(key) && Array.isArray(value)) return JSON.stringify(value.map(() => "********"));
  return JSON.stringify(value);
}

function valueAt(config: object, key: string): unknown {
  return key.split(".").reduce<unknown>((value, part) => (value as Record<string, unknown>)[part], config);
}
