import type { AgentLlmConfig } from "@pushpals/shared/config";
import type { ModelProxyOptions } from "./types";

export type ProxySettings = Pick<ModelProxyOptions, "backend" | "budget" | "prices" | "logContents">;

/** What `workerpals.llm` means for the proxy, with the key from the environment; or what is missing. */
export function proxySettings(
  llm: AgentLlmConfig,
  env: Record<string, string | undefined>,
): { ok: true; settings: ProxySettings } | { ok: false; message: string } {
  if (llm.base_url === "")
    return { ok: false, message: "No model is connected for agents: set `workerpals.llm.base_url`." };
  const apiKey = llm.api_key_env === "" ? "" : (env[llm.api_key_env] ?? "");
  if (llm.api_key_env !== "" && apiKey === "")
    return {
      ok: false,
      message: `The environment has no ${llm.api_key_env}, which \`workerpals.llm.api_key_env\` names.`,
    };
  const isPriced = llm.price_input_per_million > 0 || llm.price_output_per_million > 0;
  if (llm.budget_usd > 0 && !isPriced)
    return { ok: false, message: "`workerpals.llm.budget_usd` cannot be held without `workerpals.llm.price_…`." };
  const cachedInput = llm.price_cached_input_per_million || llm.price_input_per_million;
  return {
    ok: true,
    settings: {
      backend: {
        api: llm.api,
        baseUrl: llm.base_url,
        apiKey,
        ...(llm.model === "" ? {} : { model: llm.model }),
      },
      budget: {
        ...(llm.budget_tokens > 0 ? { tokens: llm.budget_tokens } : {}),
        ...(llm.budget_usd > 0 ? { costUsd: llm.budget_usd } : {}),
      },
      ...(isPriced
        ? { prices: { input: llm.price_input_per_million, cachedInput, output: llm.price_output_per_million } }
        : {}),
      logContents: llm.log_contents,
    },
  };
}
