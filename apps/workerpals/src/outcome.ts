import type { Failure, FailureCode, JsonObject } from "@pushpals/protocol";

/** A result, or the failure that ends the job. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

const MAX_MESSAGE = 4_000;

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export function failureOf(code: FailureCode, message: string, detail?: JsonObject): Failure {
  const cut = message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE - 1)}…`;
  return { code, message: cut, ...(detail ? { detail } : {}) };
}

export const failed = (code: FailureCode, message: string, detail?: JsonObject): { ok: false; failure: Failure } => ({
  ok: false,
  failure: failureOf(code, message, detail),
});
