import { z } from "zod";
import { urlOrEmpty } from "./values";

const usdPerMillion = z.number().min(0).max(100_000);

/** The model that agents of WorkerPals use, by way of the model proxy. Its key is not among it. */
export const agentLlmSection = z.strictObject({
  api: z.enum(["chat", "responses", "messages"]).describe("API that agents speak: OpenAI's two, or Anthropic's"),
  base_url: urlOrEmpty.describe("What stands before /chat/completions, /responses or /messages; empty: no model"),
  model: z.string().max(200).describe("The one model that agents may use; empty: whichever they ask for"),
  api_key_env: z
    .string()
    .regex(/^([A-Za-z_][A-Za-z0-9_]{0,99})?$/, "the name of an environment variable")
    .describe("Variable that holds the key; empty: the model asks for none"),
  budget_tokens: z.int().min(0).max(1_000_000_000).describe("Tokens of one attempt at a job; 0: no limit"),
  budget_usd: z.number().min(0).max(100_000).describe("US dollars of one attempt at a job; 0: no limit; needs prices"),
  price_input_per_million: usdPerMillion.describe("US dollars for a million tokens read; 0: cost is not told"),
  price_cached_input_per_million: usdPerMillion.describe("The same for what came from a cache; 0: as what was read"),
  price_output_per_million: usdPerMillion.describe("US dollars for a million tokens written"),
  log_contents: z.boolean().describe("Write what agents ask and are answered into the log, not only its size"),
});

export type AgentLlmConfig = z.infer<typeof agentLlmSection>;
