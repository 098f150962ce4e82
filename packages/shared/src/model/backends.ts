import type { LlmConfig } from "../config/index";

export type ModelBackend = Exclude<LlmConfig["backend"], "builtin">;

export interface BackendFacts {
  /** Which protocol its server speaks. */
  speaks: "openai-chat" | "openai-responses" | "anthropic" | "google";
  /** Empty: there is no usual one, it has to be told. */
  baseUrl: string;
  /** Variable of the key. `required`: nothing works without one. */
  keyVariable: string;
  keyRequired: boolean;
  /** Whether its server holds an answer to a JSON schema. */
  structured: boolean;
  /** For people. */
  title: string;
}

/** What is known of each backend. Addresses are those of the makers' own documentation. */
export const BACKENDS: Record<ModelBackend, BackendFacts> = {
  lmstudio: local("LM Studio on this machine", "http://127.0.0.1:1234/v1", "LMSTUDIO_API_KEY"),
  ollama: local("Ollama on this machine", "http://127.0.0.1:11434/v1", "OLLAMA_API_KEY"),
  openai: {
    title: "OpenAI",
    speaks: "openai-responses",
    baseUrl: "https://api.openai.com/v1",
    keyVariable: "OPENAI_API_KEY",
    keyRequired: true,
    structured: true,
  },
  "openai-compatible": {
    title: "any server with OpenAI's chat completions",
    speaks: "openai-chat",
    baseUrl: "",
    keyVariable: "OPENAI_COMPATIBLE_API_KEY",
    keyRequired: false,
    structured: false,
  },
  anthropic: {
    title: "Anthropic",
    speaks: "anthropic",
    baseUrl: "https://api.anthropic.com/v1",
    keyVariable: "ANTHROPIC_API_KEY",
    keyRequired: true,
    structured: true,
  },
  google: {
    title: "Google Gemini",
    speaks: "google",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta",
    keyVariable: "GOOGLE_GENERATIVE_AI_API_KEY",
    keyRequired: true,
    structured: true,
  },
  openrouter: {
    title: "OpenRouter",
    speaks: "openai-chat",
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
    keyRequired: true,
    structured: false,
  },
};

function local(title: string, baseUrl: string, keyVariable: string): BackendFacts {
  return { title, speaks: "openai-chat", baseUrl, keyVariable, keyRequired: false, structured: true };
}

/** The variable that holds the key for this configuration; null without a model. */
export function keyVariable(llm: Pick<LlmConfig, "backend" | "api_key_env">): string | null {
  if (llm.backend === "builtin") return null;
  return llm.api_key_env || BACKENDS[llm.backend].keyVariable;
}
