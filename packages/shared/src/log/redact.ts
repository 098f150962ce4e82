const MASK = "[redacted]";

/** Keys whose texts are never written, at any depth below them. Numbers stay: a count of tokens is no secret. */
const SECRET_KEY = /token|secret|passw(or)?d|authorization|cookie|credential|api[-_]?key|private[-_]?key/i;

/** Secrets by their looks, wherever they stand in a text. None of these can eat the quotes of JSON around it. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/\bpp_[A-Za-z0-9_-]{16,}/g, MASK],
  [/\bgh[pousr]_[A-Za-z0-9]{8,}/g, MASK],
  [/\bgithub_pat_[A-Za-z0-9_]{8,}/g, MASK],
  [/\bglpat-[A-Za-z0-9_-]{8,}/g, MASK],
  [/\bsk-[A-Za-z0-9_-]{16,}/g, MASK],
  [/\b(bearer|basic)([ .]+)(?!\[)[A-Za-z0-9._~+/=-]{8,}/gi, `$1$2${MASK}`],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s:@"\\]*:[^/\s@"\\]+@/gi, `$1${MASK}@`],
  [/([?&](?:access_token|token|code|key|secret)=)[^&\s"\\#]+/gi, `$1${MASK}`],
];

const MAX_DEPTH = 8;

/** A copy for the log without secrets. Errors become `{type, message, stack}`, with their cause and own fields. */
export function redact(value: unknown, depth = 0, isSecret = false): unknown {
  if (typeof value === "string") return isSecret && value !== "" ? MASK : redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[deep]";
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1, isSecret));
  if ("toJSON" in value && typeof value.toJSON === "function") return redact(value.toJSON(), depth + 1, isSecret);
  if (value instanceof Map) return redact(Object.fromEntries(value), depth + 1, isSecret);
  if (value instanceof Set) return redact([...value], depth + 1, isSecret);
  return redactFields(value, depth, isSecret);
}

/** A text with everything masked that looks like a secret. Works on a line of JSON too. */
export function redactText(text: string): string {
  return SECRET_TEXT.reduce((told, [pattern, mask]) => told.replace(pattern, mask), text);
}

function redactFields(value: object, depth: number, isSecret: boolean): Record<string, unknown> {
  const fields = Object.entries(value);
  return Object.fromEntries(
    fields.map(([key, one]) => [key, redact(one, depth + 1, isSecret || SECRET_KEY.test(key))]),
  );
}

function redactError(error: Error, depth: number): unknown {
  return {
    ...redactFields(error, depth, false),
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
