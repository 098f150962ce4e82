import type { LanguageModel } from "ai";
import type { ModelSettings } from "./settings";

/** Local servers want some key, and do not look at it. */
const NO_KEY = "none";

/** The AI SDK's model for these settings. Providers are loaded when they are asked for: `builtin` costs nothing. */
export async function openModel(settings: ModelSettings): Promise<LanguageModel> {
  const { model, baseUrl: baseURL, key, facts, backend } = settings;
  switch (facts.speaks) {
    case "openai-responses": {
      const { createOpenAI } = await import("@ai-sdk/openai");
      return createOpenAI({ baseURL, apiKey: key || NO_KEY }).responses(model);
    }
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      return createAnthropic({ baseURL, apiKey: key || NO_KEY })(model);
    }
    case "google": {
      const { createGoogle } = await import("@ai-sdk/google");
      return createGoogle({ baseURL, apiKey: key || NO_KEY })(model);
    }
    case "openai-chat": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({
        name: backend,
        baseURL,
        includeUsage: true,
        supportsStructuredOutputs: settings.structured,
        ...(key === "" ? {} : { apiKey: key }),
      })(model);
    }
  }
}
