import { Call, type CallContext } from "./call";
import type { Gate } from "./gate";
import { idleLimit } from "./idle-limit";
import { modelError, type RefusalCode } from "./model-error";
import { passError, passWhole } from "./pass-answer";
import { passStream } from "./pass-stream";
import { type PreparedRequest, prepareRequest } from "./prepare-request";
import { readLimited } from "./read-limited";
import { CALL_PATHS, MODELS_PATH, upstreamHeaders, upstreamUrl } from "./upstream";

const MAX_REQUEST_BYTES = 32 * 1024 * 1024;
const IDLE_MS = 600_000;

export interface Answering extends CallContext {
  gate: Gate;
  /** Aborts when the proxy is stopped. */
  stopping: AbortSignal;
}

/** One request of a job to its model: checked, let in, passed on, metered. */
export async function answerCall(request: Request, answering: Answering): Promise<Response> {
  const { backend } = answering.options;
  const { pathname } = new URL(request.url, "http://model");
  const refuse = (code: RefusalCode, message: string, bytes = 0): Response => {
    answering.log.info({ path: pathname.slice(0, 200), outcome: code, sentBytes: bytes }, "model call refused");
    return modelError(backend.api, code, message);
  };
  if (request.method === "GET" && pathname === `/v1${MODELS_PATH}`)
    return pass(request, answering, MODELS_PATH, { body: "", model: null, hidesUsage: false, removedTools: [] });
  const path = CALL_PATHS[backend.api];
  if (request.method !== "POST" || pathname !== `/v1${path}`)
    return refuse("not_found", `Only POST /v1${path} and GET /v1${MODELS_PATH} are let through.`);
  if ((request.headers.get("content-encoding") ?? "identity") !== "identity")
    return refuse("unsupported_encoding", "Send the body as it is, without compression.");
  const bytes = await readLimited(request.body, MAX_REQUEST_BYTES);
  if (bytes === null) return refuse("request_too_large", "The request is larger than 32 MiB.", MAX_REQUEST_BYTES);
  const prepared = prepareRequest(backend, new TextDecoder().decode(bytes));
  if (!prepared.ok) return refuse(prepared.code, prepared.message, bytes.byteLength);
  return pass(request, answering, path, prepared.request);
}

async function pass(request: Request, answering: Answering, path: string, prepared: PreparedRequest) {
  const { options, gate, meter, stopping } = answering;
  const { backend } = options;
  const leave = await gate.enter(AbortSignal.any([request.signal, stopping]));
  if (leave === null) return modelError(backend.api, "upstream_unusable", "The call was given up while it waited.");
  const call = new Call(answering, { path, ...prepared }, leave);
  const spent = path === MODELS_PATH ? null : meter.spent();
  if (spent !== null) {
    call.endFree(402, "budget exhausted");
    return modelError(backend.api, "budget_exhausted", spent);
  }
  const limit = idleLimit(options.idleMs ?? IDLE_MS, [request.signal, stopping]);
  const headers = upstreamHeaders(backend, request.headers);
  const asked = path === MODELS_PATH ? { method: "GET" } : { method: "POST", body: prepared.body };
  let answered = 0;
  try {
    // The idle limit bounds the wait; Bun's own would cut a model that thinks for long.
    const init: BunFetchRequestInit = { ...asked, headers, redirect: "manual", signal: limit.signal, timeout: false };
    const upstream = await fetch(upstreamUrl(backend, path), init);
    if (upstream.ok) answered = upstream.status;
    return await passAnswer(upstream, call, { path, backend, prepared, limit });
  } catch (error) {
    limit.stop();
    // A call that the client hangs up on has cost what it has cost.
    if (path !== MODELS_PATH && (answered > 0 || request.signal.aborted))
      call.endMetered(answered, request.signal.aborted ? "abandoned" : "broken");
    else call.endFree(502, error instanceof Error ? error.message : "not reached");
    return modelError(
      backend.api,
      "upstream_unusable",
      "The model could not be reached, or said nothing for too long.",
    );
  }
}

interface Passing {
  path: string;
  backend: Answering["options"]["backend"];
  prepared: PreparedRequest;
  limit: ReturnType<typeof idleLimit>;
}

async function passAnswer(upstream: Response, call: Call, { path, backend, prepared, limit }: Passing) {
  const isStream = upstream.headers.get("content-type")?.includes("text/event-stream") ?? false;
  if (upstream.ok && isStream && path !== MODELS_PATH) return passStream(upstream, call, limit, prepared.hidesUsage);
  try {
    if (upstream.status >= 300 && upstream.status < 400) {
      call.endFree(upstream.status, "redirect refused");
      limit.abort();
      return modelError(
        backend.api,
        "upstream_unusable",
        "The model's server answered with a redirect, which is refused.",
      );
    }
    if (!upstream.ok) return await passError(backend, upstream, call);
    if (path !== MODELS_PATH) return await passWhole(backend, upstream, call);
    const models = await readLimited(upstream.body, 1024 * 1024);
    call.endFree(upstream.status, "answered");
    return new Response(models, { status: upstream.status, headers: { "content-type": "application/json" } });
  } finally {
    limit.stop();
  }
}
