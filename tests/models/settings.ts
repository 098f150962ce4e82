import { BACKENDS, type ModelBackend, type ModelSettings, type Patience } from "@pushpals/shared/model";

/** One backend of each protocol that is spoken. */
export const SPOKEN = ["openai-compatible", "openai", "anthropic", "google"] as const satisfies readonly ModelBackend[];

/** Tries as often as the product does, without its pauses. */
export const PATIENT: Patience = { tries: 3, maxPauseMs: 1_000, backoff: { baseMs: 1, maxMs: 2 } };

/** Settings for a scripted server. */
export function modelFor(backend: ModelBackend, url: string, more: Partial<ModelSettings> = {}): ModelSettings {
  const facts = BACKENDS[backend];
  return {
    backend,
    facts,
    model: "test-model",
    baseUrl: `${url}${facts.speaks === "google" ? "/v1beta" : "/v1"}`,
    keyVariable: facts.keyVariable,
    key: "key-of-tests",
    structured: true,
    timeoutMs: 30_000,
    maxOutputTokens: 1_000,
    contextTokens: 8_000,
    price: { inputUsdPerMillion: 0, outputUsdPerMillion: 0 },
    autoStart: false,
    section: "remotebuddy.llm",
    ...more,
  };
}
