import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Environment, environmentLayer } from "./environment-layer";
import { fileLayer } from "./file-layer";
import { KEYS, SECTIONS } from "./keys";
import type { Layer } from "./layer";
import { type Problem, problem } from "./problem";
import { type Config, configSchema, SECRET_KEYS } from "./schema";

export interface LoadedConfig {
  ok: true;
  config: Config;
  /** Dotted key to the file or variable that set it. */
  provenance: Record<string, string>;
}

export interface LoadOptions {
  env?: Environment;
  /** Folder that holds `config/`; the project's own unless told. Independent of the working directory. */
  root?: string;
}

/**
 * Layers, last wins: config/default.toml, config/<PUSHPALS_PROFILE>.toml, config/local.toml, environment.
 * Relative paths come back absolute, seen from the root. All problems are told at once.
 */
export function loadConfig(options: LoadOptions = {}): LoadedConfig | { ok: false; problems: Problem[] } {
  const env = options.env ?? process.env;
  const root = options.root ?? projectRoot();
  const problems: Problem[] = [];
  const layers: Layer[] = [
    secretsUnset(),
    fileLayer(root, "config/default.toml", true, problems),
    ...profileLayers(root, env["PUSHPALS_PROFILE"] ?? "", problems),
    fileLayer(root, "config/local.toml", false, problems),
    environmentLayer(env, problems),
  ];
  if (problems.length > 0) return { ok: false, problems };

  const merged = new Map(layers.flatMap((layer) => [...layer]));
  for (const key of KEYS.keys())
    if (!merged.has(key)) problems.push(problem("config/default.toml", key, "nothing", "a default for every key"));
  if (problems.length > 0) return { ok: false, problems };

  const config = configSchema.parse(nest(merged));
  const clash = branchClash(config, merged);
  if (clash) return { ok: false, problems: [clash] };
  config.paths.data_dir = resolve(root, config.paths.data_dir);
  if (config.paths.repo_path !== "") config.paths.repo_path = resolve(root, config.paths.repo_path);
  const { openhands } = config.workerpals;
  if (openhands.profile !== "") openhands.profile = resolve(root, openhands.profile);
  return { ok: true, config, provenance: Object.fromEntries([...merged].map(([key, { from }]) => [key, from])) };
}

/** The folder that holds `config/`, found from this file upwards. */
export function projectRoot(): string {
  for (let folder = import.meta.dir; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "config", "default.toml"))) return folder;
  throw new Error(`no config/default.toml in any folder above ${import.meta.dir}`);
}

function profileLayers(root: string, profile: string, problems: Problem[]): Layer[] {
  if (profile === "") return [];
  if (/^[a-z0-9][a-z0-9_-]*$/i.test(profile)) return [fileLayer(root, `config/${profile}.toml`, true, problems)];
  problems.push(problem("PUSHPALS_PROFILE", "", JSON.stringify(profile), "letters, digits, dash, underscore"));
  return [];
}

const secretsUnset = (): Layer => new Map(SECRET_KEYS.map((key) => [key, { value: "", from: "not set" }]));

function branchClash(config: Config, merged: Layer): Problem | null {
  const { integration_branch, base_branch } = config.source_control_manager;
  if (integration_branch !== base_branch) return null;
  const key = "source_control_manager.integration_branch";
  const where = merged.get(key)?.from ?? "config";
  return problem(
    where,
    key,
    JSON.stringify(integration_branch),
    "another branch than base_branch: work lands there first",
  );
}

function nest(values: Layer): object {
  const tree = new Map<string, Record<string, unknown>>([...SECTIONS].map((name) => [name, {}]));
  const attach = (name: string, value: unknown) => {
    const cut = name.lastIndexOf(".");
    const parent = tree.get(cut < 0 ? "" : name.slice(0, cut));
    if (parent) parent[name.slice(cut + 1)] = value;
  };
  for (const [name, section] of tree) if (name !== "") attach(name, section);
  for (const [name, { value }] of values) attach(name, value);
  return tree.get("") ?? {};
}
