import type { Call } from "./call";
import { modelError } from "./model-error";
import { parseObject } from "./read-field";
import { readLimited } from "./read-limited";
import { readQuota } from "./read-quota";
import type { ModelBackend } from "./types";
import { answerHeaders } from "./upstream";

const MAX_ERROR_BYTES = 1024 * 1024;
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** An error of the model goes on as it is, without the key should it stand there. */
export async function passError(backend: ModelBackend, upstream: Response, call: Call): Promise<Response> {
  const bytes = await readLimited(upstream.body, MAX_ERROR_BYTES);
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  call.receive(bytes?.byteLength ?? 0, text);
  const quota = readQuota(upstream.status, upstream.headers, text, Date.now());
  call.endFree(upstream.status, quota === null ? "refused by the model" : "out of quota", quota);
  const told = backend.apiKey === "" ? text : text.replaceAll(backend.apiKey, "[redacted]");
  return new Response(told, { status: upstream.status, headers: answerHeaders(upstream.headers) });
}

/** An answer in one piece. */
export async function passWhole(backend: ModelBackend, upstream: Response, call: Call): Promise<Response> {
  const bytes = await readLimited(upstream.body, MAX_ANSWER_BYTES);
  if (bytes === null) {
    call.receive(MAX_ANSWER_BYTES);
    call.endMetered(upstream.status, "too_large");
    return modelError(backend.api, "upstream_unusable", "The model's answer is larger than 64 MiB.");
  }
  const text = new TextDecoder().decode(bytes);
  call.receive(bytes.byteLength, text);
  call.read(parseObject(text));
  call.endMetered(upstream.status, "answered");
  return new Response(bytes, { status: upstream.status, headers: answerHeaders(upstream.headers) });
}
