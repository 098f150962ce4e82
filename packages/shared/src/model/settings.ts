import type { LlmConfig } from "../config/index";
import { BACKENDS, type BackendFacts, keyVariable, type ModelBackend } from "./backends";

/** All that is needed to call a model. Holds the key: never logged, never sent anywhere but to the model's server. */
export interface ModelSettings {
  backend: ModelBackend;
  facts: BackendFacts;
  model: string;
  baseUrl: string;
  keyVariable: string;
  /** Empty: none. */
  key: string;
  structured: boolean;
  timeoutMs: number;
  maxOutputTokens: number;
  contextTokens: number;
  price: { inputUsdPerMillion: number; outputUsdPerMillion: number };
  autoStart: boolean;
  /** Where its configuration stands, for people. */
  section: string;
}

export interface ModelProblem {
  what: string;
  why: string;
  next: string[];
}

/**
 * The configuration of a service and its environment as settings; null for `builtin`, or what is missing. `section` is
 * where the configuration stands, for people.
 */
export function modelSettings(
  llm: LlmConfig,
  env: Record<string, string | undefined>,
  section = "remotebuddy.llm",
): { ok: true; settings: ModelSettings | null } | { ok: false; problem: ModelProblem } {
  if (llm.backend === "builtin") return { ok: true, settings: null };
  const facts = BACKENDS[llm.backend];
  const variable = keyVariable(llm) ?? facts.keyVariable;
  const settings: ModelSettings = {
    backend: llm.backend,
    facts,
    model: llm.model,
    baseUrl: llm.base_url || facts.baseUrl,
    keyVariable: variable,
    key: env[variable] ?? "",
    structured: llm.structured_output === "auto" ? facts.structured : llm.structured_output === "on",
    timeoutMs: llm.timeout_ms,
    maxOutputTokens: llm.max_output_tokens,
    contextTokens: llm.context_tokens,
    price: { inputUsdPerMillion: llm.price_input_per_million, outputUsdPerMillion: llm.price_output_per_million },
    autoStart: llm.auto_start,
    section,
  };
  const missing = whatIsMissing(settings, section);
  return missing === null ? { ok: true, settings } : { ok: false, problem: missing };
}

function whatIsMissing(settings: ModelSettings, section: string): ModelProblem | null {
  const { backend, facts, model, baseUrl, keyVariable: variable, key } = settings;
  const what = `The model of ${facts.title} cannot be used`;
  const connect = section === "remotebuddy.llm" ? [CONNECT] : [];
  if (model === "")
    return { what, why: "No model is named.", next: [`name one: model = "…" under [${section}]`, ...connect] };
  if (baseUrl === "")
    return {
      what,
      why: `The backend ${backend} has no usual address.`,
      next: [`tell it: base_url = "http://host:port/v1" under [${section}]`, ...connect],
    };
  if (facts.keyRequired && key === "")
    return {
      what,
      why: `There is no key: ${variable} is not set.`,
      next: [`put it into .env or the environment of the start: ${variable}=…`],
    };
  return null;
}

const CONNECT = "or connect one step by step: bun run pushpals model";

/** What a call cost; null where no price is configured or the server did not count. */
export function costUsd(
  price: ModelSettings["price"],
  usage: { inputTokens: number | null; outputTokens: number | null },
): number | null {
  const { inputUsdPerMillion, outputUsdPerMillion } = price;
  if (inputUsdPerMillion === 0 && outputUsdPerMillion === 0) return null;
  if (usage.inputTokens === null || usage.outputTokens === null) return null;
  const millionths = usage.inputTokens * inputUsdPerMillion + usage.outputTokens * outputUsdPerMillion;
  return Math.round(millionths) / 1_000_000;
}
