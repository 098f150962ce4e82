import type { ModelApi } from "./types";

/** What the proxy itself refuses. None of the statuses is one that clients try again. */
const REFUSALS = {
  not_found: 404,
  model_not_allowed: 404,
  invalid_request: 400,
  unsupported_encoding: 415,
  request_too_large: 413,
  budget_exhausted: 402,
  upstream_unusable: 502,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** An error in the form of the API that was called, so that agents show its message. */
export function modelError(api: ModelApi, code: RefusalCode, message: string): Response {
  const status = REFUSALS[code];
  const error = { type: api === "messages" ? anthropicType(status) : code, message };
  const body = api === "messages" ? { type: "error", error } : { error: { ...error, param: null, code } };
  return Response.json(body, { status });
}

function anthropicType(status: number): string {
  const types: Record<number, string> = {
    402: "billing_error",
    404: "not_found_error",
    413: "request_too_large",
    502: "api_error",
  };
  return types[status] ?? "invalid_request_error";
}
