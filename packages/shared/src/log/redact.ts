const MASK = "[redacted]";

/** Keys whose values are never written, at any depth. */
const SECRET_KEY = /(token|secret|password|passwd|authorization|cookie|api[-_]?key|private[-_]?key)$/i;

/** Secrets by their looks, wherever they stand in a text. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/\bpp_[a-z_]+_[A-Za-z0-9_-]{20,}/g, MASK],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, MASK],
  [/\bgithub_pat_[A-Za-z0-9_]{20,}/g, MASK],
  [/\bsk-[A-Za-z0-9_-]{20,}/g, MASK],
  [/\b(bearer|basic)[ .]+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  [/([a-z][a-z0-9+.-]*:\/\/)[^/\s:@]+:[^/\s@]+@/gi, `$1${MASK}@`],
];

const MAX_DEPTH = 8;

/** A copy without secrets, for the log. Errors become `{type, message, stack}`. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "[deep]";
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((one) => redact(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      SECRET_KEY.test(key) && one !== null && one !== undefined ? MASK : redact(one, depth + 1),
    ]),
  );
}

function redactText(text: string): string {
  return SECRET_TEXT.reduce((told, [pattern, mask]) => told.replace(pattern, mask), text);
}

function redactError(error: Error, depth: number): unknown {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
