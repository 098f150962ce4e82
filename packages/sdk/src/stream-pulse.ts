import { type Pulse, type Refusal, systemRoutes } from "@pushpals/protocol";
import { backoffMs, delay } from "./backoff";
import { errorText } from "./call-route";
import type { StreamOptions } from "./stream-events";
import { Refused } from "./transport/connection";
import { readSse } from "./transport/sse";
import { watched } from "./transport/watched";

export type PulseOptions = Pick<
  StreamOptions,
  "baseUrl" | "token" | "signal" | "onState" | "fetch" | "silenceMs" | "backoffBaseMs"
>;

export type PulseItem =
  /** Connected, for the first time or again: whatever is shown may be old, since nothing is replayed. */
  | { type: "connected" }
  | { type: "pulse"; pulse: Pulse }
  | { type: "end"; reason: "aborted" }
  | { type: "end"; reason: "refused"; refusal: Refusal };

const SILENCE_MS = 45_000;
const BACKOFF = { baseMs: 250, maxMs: 15_000 };

/** That something happened, in any session; it reconnects by itself. Never rejects: the last item is always an `end`. */
export async function* streamPulse(options: PulseOptions): AsyncGenerator<PulseItem, void> {
  for (let failures = 0; !options.signal?.aborted; ) {
    options.onState?.({ state: "connecting" });
    const startedAt = Date.now();
    let reason = "the server ended the stream";
    try {
      yield* readOnce(options);
    } catch (error) {
      if (error instanceof Refused && !error.refusal.retryable && !options.signal?.aborted)
        return yield { type: "end", reason: "refused", refusal: error.refusal };
      reason = errorText(error);
    }
    if (options.signal?.aborted) break;
    failures = Date.now() - startedAt >= BACKOFF.maxMs ? 1 : failures + 1;
    const inMs = backoffMs(failures, { ...BACKOFF, baseMs: options.backoffBaseMs ?? BACKOFF.baseMs });
    options.onState?.({ state: "reconnecting", inMs, reason });
    await delay(inMs, options.signal);
  }
  yield { type: "end", reason: "aborted" };
}

async function* readOnce(options: PulseOptions): AsyncGenerator<PulseItem, void> {
  const { baseUrl, token, silenceMs = SILENCE_MS } = options;
  const url = baseUrl.replace(/\/+$/, "") + systemRoutes.pulse.path;
  const open = (signal: AbortSignal) => readSse({ url, baseUrl, token, signal, fetch: options.fetch ?? fetch });
  for await (const heard of watched(silenceMs, options.signal, open)) {
    if (heard.kind === "open") {
      options.onState?.({ state: "open" });
      yield { type: "connected" };
    }
    if (heard.kind === "frame") yield { type: "pulse", pulse: JSON.parse(heard.text) as Pulse };
  }
}
