import { z } from "zod";
import { jsonObject } from "./json";

/**
 * Every refusal of an API, once: its HTTP status, and whether the same call may succeed later.
 * Refusals are answers (`{ok: false, …}`), never exceptions. `unreachable` is made by the client itself.
 */
export const ERRORS = {
  bad_request: { status: 400, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  host_refused: { status: 403, retryable: false },
  origin_refused: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  nothing_pending: { status: 404, retryable: true },
  ambiguous_id: { status: 409, retryable: false },
  lease_lost: { status: 409, retryable: false },
  already_settled: { status: 409, retryable: false },
  not_waiting: { status: 409, retryable: false },
  already_decided: { status: 409, retryable: false },
  landing_in_progress: { status: 409, retryable: true },
  idempotency_mismatch: { status: 409, retryable: false },
  approval_mismatch: { status: 409, retryable: false },
  dependency_unknown: { status: 409, retryable: false },
  expired: { status: 410, retryable: false },
  payload_too_large: { status: 413, retryable: false },
  too_many_tries: { status: 429, retryable: false },
  internal: { status: 500, retryable: true },
  store_unavailable: { status: 503, retryable: true },
  shutting_down: { status: 503, retryable: true },
  unreachable: { status: 503, retryable: true },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;
export const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

export const refusal = z
  .strictObject({
    ok: z.literal(false),
    code: errorCode,
    /** What happened and what to do next, for a person. */
    message: z.string(),
    detail: jsonObject.optional(),
    retryable: z.boolean(),
  })
  .meta({ id: "Refusal" });
export type Refusal = z.infer<typeof refusal>;

/** Build a refusal from the table. */
export function refuse(code: ErrorCode, message: string, detail?: Refusal["detail"]): Refusal {
  return { ok: false, code, message, retryable: ERRORS[code].retryable, ...(detail ? { detail } : {}) };
}

/** A refused body or query, told field by field. */
export function refuseInvalid(where: string, error: z.ZodError): Refusal {
  const issues = error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.message,
  }));
  const first = issues[0];
  const told = first
    ? `${first.path === "" ? "the value" : `"${first.path}"`}: ${first.message}`
    : "it does not fit the schema";
  return refuse("bad_request", `${where} is not valid: ${told}. See /openapi.json for what is allowed.`, { issues });
}
