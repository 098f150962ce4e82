import { type Refusal, type Route, type RouteInput, type RouteReply, refusal, refuse } from "@pushpals/protocol";
import { encodeInput } from "./encode-input";
import { timeLimit } from "./time-limit";

/** What is needed of `fetch`: the browser's, Bun's, or `expo/fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface CallOptions {
  baseUrl: string;
  /** Without one the call is anonymous: enough for `/healthz` and the redeeming of a pairing code. */
  token?: string;
  fetch?: Fetch;
  /** Limit for the whole call, beyond its own `waitMs`. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * Call one route of any base URL. Never rejects: a refusal is returned as it came; no answer, an aborted call,
 * or an answer that is not ours is `unreachable`. Successes are trusted, not parsed again.
 */
export async function callRoute<T extends Route>(
  route: T,
  input: RouteInput<T>,
  options: CallOptions,
): Promise<RouteReply<T> | Refusal> {
  if (route.produces !== "json") return refuse("bad_request", `${route.path} answers a stream, not one reply`);
  const values = input as Record<string, unknown>;
  const encoded = encodeInput(options.baseUrl, route, values);
  if (typeof encoded === "string") return refuse("bad_request", `${route.method} ${route.path}: ${encoded}`);
  const waitMs = typeof values["waitMs"] === "number" ? values["waitMs"] : 0;
  const limitMs = (options.timeoutMs ?? DEFAULT_TIMEOUT_MS) + waitMs;
  const limit = timeLimit(limitMs, options.signal);
  try {
    const response = await (options.fetch ?? fetch)(encoded.url, {
      method: route.method,
      headers: requestHeaders(options.token, encoded.body !== undefined),
      redirect: "error",
      signal: limit.signal,
      ...(encoded.body === undefined ? {} : { body: encoded.body }),
    });
    return readReply<RouteReply<T>>(response.status, await response.text(), options.baseUrl);
  } catch (error) {
    if (options.signal?.aborted) return refuse("unreachable", `the call of ${route.path} was given up`);
    if (limit.expired()) return refuse("unreachable", `no answer from ${options.baseUrl} within ${limitMs} ms`);
    return refuse("unreachable", `${options.baseUrl} cannot be reached: ${errorText(error)}`);
  } finally {
    limit.release();
  }
}

/** Headers of a call; the token only where there is one. */
export function requestHeaders(token: string | undefined, hasBody: boolean): Record<string, string> {
  return {
    accept: "application/json",
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(hasBody ? { "content-type": "application/json" } : {}),
  };
}

/** A body as a success or a refusal; anything else did not come from Push Pals. */
export function readReply<R>(status: number, text: string, baseUrl: string): R | Refusal {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return refuse("unreachable", `${baseUrl} answered ${status} with something else than JSON (${errorText(error)})`);
  }
  const isOk = typeof body === "object" && body !== null && "ok" in body ? body.ok : undefined;
  if (isOk === true && status < 400) return body as R;
  const refused = refusal.safeParse(body);
  if (refused.success) return refused.data;
  return refuse("unreachable", `${baseUrl} answered ${status}, but not as a Push Pals service of this version does`);
}

/** Why a call got no answer, for a person; the one cause that everybody meets in words of its own. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return code === "ECONNREFUSED" || code === "ConnectionRefused" ? "nothing listens there" : error.message;
}
