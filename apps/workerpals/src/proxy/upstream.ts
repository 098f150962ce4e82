import type { ModelApi, ModelBackend } from "./types";

/** Path of the one call that each API is, below `/v1` here and below the base URL there. */
export const CALL_PATHS: Record<ModelApi, string> = {
  chat: "/chat/completions",
  responses: "/responses",
  messages: "/messages",
};
export const MODELS_PATH = "/models";

/** Of the client's headers these alone go on; the key is the proxy's. */
const REQUEST_HEADERS = ["anthropic-version", "anthropic-beta", "openai-beta"];
/** Of the model's headers these alone come back. */
const RESPONSE_HEADERS =
  /^(content-type|retry-after|retry-after-ms|x-request-id|request-id|(x-|anthropic-)ratelimit-[a-z-]+)$/;

export function upstreamUrl(backend: ModelBackend, path: string): string {
  const base = new URL(backend.baseUrl);
  const prefix = base.pathname === "/" ? "/v1" : base.pathname.replace(/\/+$/, "");
  return `${base.origin}${prefix}${path}`;
}

export function upstreamHeaders(backend: ModelBackend, asked: Headers): Headers {
  const headers = new Headers({ "content-type": "application/json", "accept-encoding": "identity" });
  for (const name of REQUEST_HEADERS) {
    const value = asked.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (backend.api === "messages" && !headers.has("anthropic-version")) headers.set("anthropic-version", "2023-06-01");
  if (backend.apiKey !== "") {
    if (backend.api === "messages") headers.set("x-api-key", backend.apiKey);
    else headers.set("authorization", `Bearer ${backend.apiKey}`);
  }
  return headers;
}

export function answerHeaders(given: Headers): Headers {
  return new Headers([...given].filter(([name]) => RESPONSE_HEADERS.test(name)));
}
