/** How a call of a model went wrong. */
export interface ModelFault {
  kind:
    | "rate_limited"
    | "overloaded"
    | "unreachable"
    | "cut"
    | "timeout"
    | "refused"
    | "denied"
    | "unknown_model"
    | "rejected"
    | "cancelled";
  /** For a person; never holds the key. */
  message: string;
  /** When the server said when to come again. */
  retryAfterMs?: number;
  status?: number;
}

/** Those that lie outside of the call: the same call may go well later. */
const TRANSIENT: readonly ModelFault["kind"][] = ["rate_limited", "overloaded", "unreachable", "cut", "timeout"];
export const isTransient = ({ kind }: ModelFault): boolean => TRANSIENT.includes(kind);

const TOLD = 500;
const OVERLOADED = /overloaded|server_error|api_error|internal|unavailable/i;
const LIMITED = /rate.?limit|resource.?exhausted|quota|too many requests/i;

/**
 * Names the class of what the AI SDK threw or streamed: an answer with a status, an error event within a stream, or a
 * connection that failed.
 */
export function faultOf(error: unknown, key: string, now = Date.now()): ModelFault {
  const said = fieldsOf(error);
  const message = withoutKey(said.message, key).slice(0, TOLD);
  if (said.status !== undefined) {
    const kind = kindOfStatus(said.status, said.message);
    const retryAfterMs = retryAfter(said.headers, now);
    return {
      kind,
      message: `${said.status}: ${message}`,
      status: said.status,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    };
  }
  if (said.isNetwork) return { kind: "unreachable", message };
  const spoken = `${said.type} ${said.message}`;
  if (LIMITED.test(spoken)) return { kind: "rate_limited", message };
  if (OVERLOADED.test(spoken)) return { kind: "overloaded", message };
  return { kind: "cut", message: `the answer broke off: ${message}` };
}

function kindOfStatus(status: number, message: string): ModelFault["kind"] {
  if (status === 429) return "rate_limited";
  // 408 and 409 are a server's way to say "not now"; 529 is Anthropic's "overloaded".
  if (status >= 500 || status === 408 || status === 409) return "overloaded";
  if (status === 401 || status === 403) return "denied";
  if (status === 404) return "unknown_model";
  // A body that could not be read after a good status: the connection broke, or something else answers there.
  if (status < 300) return "cut";
  return /model.*not (found|exist|loaded)|no models? (is )?loaded/i.test(message) ? "unknown_model" : "rejected";
}

interface Fields {
  message: string;
  type: string;
  status?: number;
  headers?: Record<string, string>;
  isNetwork: boolean;
}

const NETWORK =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ConnectionRefused|unable to connect|fetch failed|Cannot connect|certificate/i;

/** The AI SDK's errors differ by provider: only fields that are there are read. */
function fieldsOf(error: unknown): Fields {
  if (typeof error !== "object" || error === null) return { message: String(error), type: "", isNetwork: false };
  const {
    message,
    statusCode,
    responseHeaders,
    responseBody,
    type,
    code,
    cause,
    error: inner,
  } = error as Record<string, unknown>;
  if (message === undefined && typeof inner === "object") return fieldsOf(inner);
  const text = [message, messageIn(responseBody)].filter((one) => typeof one === "string" && one !== "");
  const told = [...new Set(text)].join(": ") || JSON.stringify(error);
  const network = [message, code, causeOf(cause)].some((one) => typeof one === "string" && NETWORK.test(one));
  return {
    message: told,
    type: `${String(type ?? "")} ${String(code ?? "")}`,
    isNetwork: network,
    ...(typeof statusCode === "number" ? { status: statusCode } : {}),
    ...(typeof responseHeaders === "object" && responseHeaders !== null
      ? { headers: responseHeaders as Record<string, string> }
      : {}),
  };
}

function causeOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "";
  const { message, code } = cause as Record<string, unknown>;
  return `${String(message ?? "")} ${String(code ?? "")}`;
}

/** A body that is no JSON of a known shape, such as a proxy's page, is told by its start. */
const messageIn = (body: unknown): string =>
  typeof body === "string" && !body.includes('"message"') ? body.slice(0, 200) : "";

/** `retry-after-ms`, or `Retry-After` in seconds or as a date; null without one that can be read. */
export function retryAfter(headers: Record<string, string> | undefined, now: number): number | null {
  const exact = Number(headers?.["retry-after-ms"] ?? Number.NaN);
  if (exact >= 0) return exact;
  const said = headers?.["retry-after"];
  if (said === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(said)) return Math.round(Number(said) * 1_000);
  const at = Date.parse(said);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Some servers repeat the key that they refuse. */
export const withoutKey = (text: string, key: string): string =>
  key.length < 6 ? text : text.replaceAll(key, "********");
