import { type LlmConfig, loadConfig, writeLocal } from "@pushpals/shared/config";
import { BACKENDS, checkModel, listModels, type ModelProblem, modelSettings } from "@pushpals/shared/model";
import { EXIT } from "../exit-codes";
import { type Ask, backendLines, backendOf, type Choice, modelOf } from "./choose";

export interface ConnectOptions {
  backend?: string | undefined;
  model?: string | undefined;
  baseUrl?: string | undefined;
  keyEnv?: string | undefined;
  /** The project's root, which holds `config/`. */
  root: string;
  env: Record<string, string | undefined>;
  /** Null: nobody to ask. */
  ask: Ask | null;
  say(line: string): void;
}

const SHOWN_MODELS = 30;

/**
 * Connects the model that plans: chosen by options, and by questions where somebody is there to answer; tried with a
 * real call; then written into config/local.toml. Keys are read from the environment, and never written.
 */
export async function connectModel(options: ConnectOptions): Promise<number> {
  const { root, env, say } = options;
  const loaded = loadConfig({ root, env });
  if (!loaded.ok) return told(options, EXIT.usage, ...loaded.problems.map(({ message }) => message));
  const backend = await chooseBackend(options);
  if (backend === null) return EXIT.usage;
  if (backend === "builtin") return write(options, { backend, model: "", baseUrl: "", keyEnv: "" });

  const chosen: Choice = {
    backend,
    model: options.model ?? "",
    baseUrl: options.baseUrl ?? "",
    keyEnv: options.keyEnv ?? "",
  };
  if (chosen.baseUrl === "" && BACKENDS[backend].baseUrl === "")
    chosen.baseUrl = ((await options.ask?.("Address of its server (http://host:port/v1): ")) ?? "").trim();
  chosen.baseUrl = chosen.baseUrl.replace(/\/+$/, "");
  const named = chosen.model === "" ? await chooseModel(options, chosen, loaded.config.remotebuddy.llm) : chosen;
  if (named === null) return EXIT.failed;
  const read = modelSettings(llmOf(loaded.config.remotebuddy.llm, named), env);
  if (!read.ok) return toldProblem(options, read.problem);
  if (read.settings === null) return EXIT.failed;
  const checked = await checkModel(read.settings, { say });
  if (!checked.ok) return toldProblem(options, { ...checked.problem, why: "" });
  return write(options, named);
}

async function chooseBackend(options: ConnectOptions): Promise<Choice["backend"] | null> {
  if (options.backend === undefined && options.ask !== null) {
    for (const line of backendLines(options.env)) options.say(line);
    const answer = await options.ask("Which one? ");
    const chosen = answer === null ? null : backendOf(answer);
    if (chosen === null) options.say("That is none of them. Nothing was changed.");
    return chosen;
  }
  const chosen = backendOf(options.backend ?? "");
  if (chosen === null) {
    options.say(`Name a backend: --backend <name>, one of these:`);
    for (const line of backendLines(options.env)) options.say(line);
  }
  return chosen;
}

/** The model from its server's own list; null, with the reason told, where none was chosen. */
async function chooseModel(options: ConnectOptions, chosen: Choice, llm: LlmConfig): Promise<Choice | null> {
  // Any name will do to ask for the list.
  const read = modelSettings(llmOf(llm, { ...chosen, model: "?" }), options.env);
  if (!read.ok) {
    toldProblem(options, read.problem);
    return null;
  }
  const listed = read.settings === null ? null : await listModels(read.settings);
  if (listed?.ok === false) options.say(`Its server does not tell its models: ${listed.fault.message}`);
  const models = listed?.ok ? (listed.models ?? []) : [];
  for (const [index, model] of models.slice(0, SHOWN_MODELS).entries()) options.say(`  ${index + 1}  ${model}`);
  if (models.length > SHOWN_MODELS) options.say(`  … and ${models.length - SHOWN_MODELS} more`);
  const answer = options.ask === null ? null : await options.ask("Which model? ");
  if (answer !== null && answer.trim() !== "") return { ...chosen, model: modelOf(answer, models) };
  options.say("Name a model: --model <name>. Nothing was changed.");
  return null;
}

const llmOf = (llm: LlmConfig, { backend, model, baseUrl, keyEnv }: Choice): LlmConfig => ({
  ...llm,
  backend,
  model,
  base_url: baseUrl,
  api_key_env: keyEnv,
});

function write(options: ConnectOptions, { backend, model, baseUrl, keyEnv }: Choice): number {
  const values = { backend, model, base_url: baseUrl, api_key_env: keyEnv };
  const written = writeLocal(options.root, "remotebuddy.llm", values);
  if (!written.ok) return told(options, EXIT.failed, written.message);
  options.say(`Written to ${written.file}. It is used from the next start on: bun run start`);
  const now = loadConfig({ root: options.root, env: options.env });
  if (!now.ok) return told(options, EXIT.failed, ...now.problems.map(({ message }) => message));
  for (const key of Object.keys(values)) {
    const from = now.provenance[`remotebuddy.llm.${key}`];
    if (from !== "config/local.toml") options.say(`But ${from} sets remotebuddy.llm.${key}, and wins.`);
  }
  return EXIT.done;
}

const toldProblem = (options: ConnectOptions, { what, why, next }: ModelProblem): number =>
  told(
    options,
    EXIT.failed,
    what,
    ...(why === "" ? [] : [why]),
    ...next.map((way) => `  → ${way}`),
    "Nothing was changed.",
  );

function told({ say }: ConnectOptions, exitCode: number, ...lines: string[]): number {
  for (const line of lines) say(line);
  return exitCode;
}
