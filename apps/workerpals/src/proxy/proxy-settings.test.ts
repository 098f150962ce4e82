import { expect, test } from "bun:test";
import type { AgentLlmConfig } from "@pushpals/shared/config";
import { proxySettings } from "./proxy-settings";

const LLM: AgentLlmConfig = {
  api: "chat",
  base_url: "https://models.example/v1",
  model: "",
  api_key_env: "",
  budget_tokens: 0,
  budget_usd: 0,
  price_input_per_million: 0,
  price_cached_input_per_million: 0,
  price_output_per_million: 0,
  log_contents: false,
};

test("a model without a key, without bounds", () => {
  expect(proxySettings(LLM, {})).toEqual({
    ok: true,
    settings: {
      backend: { api: "chat", baseUrl: "https://models.example/v1", apiKey: "" },
      budget: {},
      logContents: false,
    },
  });
});

test("the key by its variable, budgets, prices, one model", () => {
  const llm = {
    ...LLM,
    model: "m",
    api_key_env: "THE_KEY",
    budget_tokens: 9,
    budget_usd: 0.5,
    price_input_per_million: 3,
  };
  expect(proxySettings(llm, { THE_KEY: "k" })).toMatchObject({
    settings: {
      backend: { apiKey: "k", model: "m" },
      budget: { tokens: 9, costUsd: 0.5 },
      prices: { input: 3, cachedInput: 3, output: 0 },
    },
  });
});

test("what is missing is told", () => {
  const message = (llm: AgentLlmConfig) => {
    const settings = proxySettings(llm, {});
    return settings.ok ? "" : settings.message;
  };
  expect(message({ ...LLM, base_url: "" })).toContain("workerpals.llm.base_url");
  expect(message({ ...LLM, api_key_env: "THE_KEY" })).toContain("THE_KEY");
  expect(message({ ...LLM, budget_usd: 1 })).toContain("price");
});
