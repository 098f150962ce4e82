import { delay } from "@pushpals/sdk";
import { nearest } from "../config/nearest";
import { askModel, PATIENCE, type Patience } from "./ask-model";
import type { Usage } from "./ask-once";
import type { ModelFault } from "./fault";
import { hasModel, knowsModel, type Listed, listModels } from "./list-models";
import { isLocal } from "./lm-studio/is-local";
import { type LmsOptions, loadInLmStudio, startLmStudio } from "./lm-studio/start-lm-studio";
import type { ModelProblem, ModelSettings } from "./settings";
import { strictObject } from "./strict-object";

export interface CheckOptions {
  signal?: AbortSignal;
  say?(line: string): void;
  patience?: Patience;
  lms?: LmsOptions;
  /** What it has to be able to say: a JSON object, as planners and critics do (default), or anything. */
  answers?: "json" | "words" | undefined;
}

export type ModelChecked =
  | { ok: true; latencyMs: number; usage: Usage; tried: string[] }
  | { ok: false; problem: ModelProblem };

const UP_TRIES = 40;
const UP_EVERY_MS = 250;
/** Enough for a model that thinks before it answers. */
const TINY_ANSWER_TOKENS = 2_000;
const SHOWN_MODELS = 8;

/**
 * Looks whether a model can be worked with: its server is reached, it is there, and a small answer keeps to a format.
 * LM Studio is started and the model loaded where the settings allow it. What was tried stands in the problem.
 */
export async function checkModel(settings: ModelSettings, options: CheckOptions = {}): Promise<ModelChecked> {
  const tried: string[] = [];
  const note = (line: string) => {
    tried.push(line);
    options.say?.(line);
  };
  const problem = (next: string[]): ModelChecked => ({
    ok: false,
    problem: {
      what: `The model ${settings.model} (${settings.facts.title}) cannot be used`,
      why: tried.join("\n"),
      next,
    },
  });
  let listed = await listModels(settings, options.signal);
  const startable = settings.backend === "lmstudio" && settings.autoStart && isLocal(settings.baseUrl);
  if (!listed.ok && listed.fault.kind === "unreachable" && startable)
    listed = await startAndList(settings, listed, options, note);
  if (!listed.ok) {
    note(`asked ${settings.baseUrl} for its models: ${listed.fault.message}`);
    return problem(waysOut(settings, listed.fault));
  }
  const missing = await missingModel(settings, listed.models, startable, options, note);
  if (missing) return problem(missing);
  const asked = await askModel(
    settings,
    TINY,
    options.signal ?? new AbortController().signal,
    options.patience ?? PATIENCE,
  );
  if (!asked.ok) {
    note(`asked ${settings.model} for a small answer: ${asked.fault.message}`);
    return problem(waysOut(settings, asked.fault));
  }
  const finding = asked.truncated ? "it was cut off at its longest" : tinyFinding(asked.text);
  if (finding !== null && options.answers !== "words") {
    note(
      `asked ${settings.model} for a small JSON object, and got ${JSON.stringify(asked.text.slice(0, 200))}: ${finding}`,
    );
    return problem([`choose a model that keeps to JSON, or try structured_output = "on" under [${settings.section}]`]);
  }
  note(`${settings.model} answered in ${asked.latencyMs} ms`);
  return { ok: true, latencyMs: asked.latencyMs, usage: asked.usage, tried };
}

async function startAndList(
  settings: ModelSettings,
  listed: Listed,
  options: CheckOptions,
  note: (line: string) => void,
): Promise<Listed> {
  const started = await startLmStudio(settings.baseUrl, {
    ...options.lms,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  note(started.ok ? "LM Studio was not up: started its server (lms server start)" : started.message);
  if (!started.ok) return listed;
  let now = listed;
  for (let tries = 0; tries < UP_TRIES && !now.ok && now.fault.kind === "unreachable"; tries += 1) {
    await delay(UP_EVERY_MS, options.signal);
    now = await listModels(settings, options.signal);
  }
  return now;
}

/** What to do when the model is not there; null when it is, or when the server cannot tell. */
async function missingModel(
  settings: ModelSettings,
  models: string[] | null,
  startable: boolean,
  options: CheckOptions,
  note: (line: string) => void,
): Promise<string[] | null> {
  const { model, baseUrl, section } = settings;
  if (models === null || hasModel(models, model) || (await knowsModel(settings, options.signal))) return null;
  if (startable) {
    const loaded = await loadInLmStudio(model, {
      ...options.lms,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    note(loaded.ok ? `loaded ${model} (lms load)` : loaded.message);
    const again = loaded.ok ? await listModels(settings, options.signal) : null;
    if (again?.ok && (again.models === null || hasModel(again.models, model))) return null;
  }
  const meant = nearest(model, models);
  const shown = models.slice(0, SHOWN_MODELS).join(", ");
  note(
    `${baseUrl} has no model ${model}; it has ${models.length === 0 ? "none" : shown}${models.length > SHOWN_MODELS ? ", …" : ""}`,
  );
  const get = { ollama: `ollama pull ${model}`, lmstudio: `lms get ${model}` }[settings.backend as string];
  return [
    meant
      ? `did you mean ${meant}? model = "${meant}" under [${section}]`
      : `name one of these: model = "…" under [${section}]`,
    ...(get ? [`or fetch it: ${get}`] : []),
  ];
}

const TINY = {
  system: 'You answer with exactly this JSON object and nothing around it: {"ready": true}',
  messages: [{ role: "user" as const, content: "Are you ready?" }],
  schema: {
    name: "ready",
    json: {
      type: "object" as const,
      properties: { ready: { type: "boolean" as const } },
      required: ["ready"],
      additionalProperties: false,
    },
  },
  maxOutputTokens: TINY_ANSWER_TOKENS,
};

function tinyFinding(text: string): string | null {
  const read = strictObject(text);
  if (!read.ok) return read.finding;
  return "ready" in read.value && typeof read.value.ready === "boolean" ? null : 'it has no "ready"';
}

function waysOut({ backend, keyVariable, baseUrl, section }: ModelSettings, fault: ModelFault): string[] {
  const other = `or go on without a model: backend = "builtin" under [${section}]`;
  if (fault.kind === "denied") return [`check the key in ${keyVariable}, and what it may do`, other];
  if (fault.kind === "unknown_model") return ["check the model's name: bun run pushpals model", other];
  if (fault.kind === "rate_limited") return ["wait for the limit to pass, or look at the account's quota", other];
  if (fault.kind === "timeout") return [`raise timeout_ms under [${section}], or choose a faster model`, other];
  if (fault.kind !== "unreachable") return ["look at the server's own log, and start again", other];
  const up = {
    lmstudio: "start LM Studio and its server: lms server start",
    ollama: "start Ollama: ollama serve",
  }[backend as string];
  return [up ?? `check that ${baseUrl} is right and can be reached from here`, other];
}
