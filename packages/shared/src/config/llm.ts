import { z } from "zod";
import { span, urlOrEmpty } from "./values";

/** Where models come from; `builtin` is no model. */
export const MODEL_BACKENDS = [
  "builtin",
  "lmstudio",
  "ollama",
  "openai",
  "openai-compatible",
  "anthropic",
  "google",
  "openrouter",
] as const;

/** How a service reaches its model. Keys are not among it: they come from the environment. */
export const llmSection = z.strictObject({
  backend: z.enum(MODEL_BACKENDS).describe("Where the model comes from; builtin: no model"),
  model: z.string().max(200).describe("Name of the model, as its server calls it"),
  base_url: urlOrEmpty.describe("Address of the model's server; empty: the backend's usual one"),
  api_key_env: z
    .string()
    .regex(/^([A-Za-z_][A-Za-z0-9_]{0,99})?$/, "the name of an environment variable")
    .describe("Variable that holds the key; empty: the backend's usual one"),
  structured_output: z
    .enum(["auto", "on", "off"])
    .describe("Make the server hold the answer to its schema; auto: where the backend is known to"),
  timeout_ms: span(100, 3_600_000).describe("Time for one answer of the model"),
  max_output_tokens: z.int().min(64).max(1_000_000).describe("Longest answer, tokens"),
  context_tokens: z.int().min(1_000).max(10_000_000).describe("How much the model is given to read, tokens"),
  price_input_per_million: z.number().min(0).max(100_000).describe("Price of a million tokens read; 0: not told"),
  price_output_per_million: z.number().min(0).max(100_000).describe("Price of a million tokens written; 0: not told"),
  auto_start: z.boolean().describe("lmstudio: start its server and load the model with lms where they are not up"),
});

export type LlmConfig = z.infer<typeof llmSection>;
