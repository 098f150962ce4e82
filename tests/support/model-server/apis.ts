import type { Api, Wire } from "./turn";
import { anthropic } from "./wire/anthropic";
import { gemini } from "./wire/gemini";
import { openaiChat } from "./wire/openai-chat";
import { openaiResponses } from "./wire/openai-responses";

export const WIRES: Record<Api, Wire> = {
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  anthropic,
  gemini,
};

/** Which API a path belongs to; null for none. */
export function apiOf(path: string): Api | null {
  if (path.endsWith("/chat/completions")) return "openai-chat";
  if (path.endsWith("/responses")) return "openai-responses";
  if (path.endsWith("/messages")) return "anthropic";
  return /\/models\/[^/]+:(stream)?generateContent$/i.test(path) ? "gemini" : null;
}

/** The list of models, as OpenAI and Anthropic say it at one path, and as Gemini says it at its own. */
export function modelList(path: string, models: readonly string[]): object | null {
  if (path.endsWith("/v1beta/models"))
    return {
      models: models.map((name) => ({ name: `models/${name}`, supportedGenerationMethods: ["generateContent"] })),
    };
  if (!path.endsWith("/models")) return null;
  return {
    object: "list",
    data: models.map((id) => ({
      id,
      object: "model",
      type: "model",
      display_name: id,
      created: 1_700_000_000,
      created_at: "2024-01-01T00:00:00Z",
      owned_by: "tests",
    })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  };
}
