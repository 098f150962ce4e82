import { backoffMs, delay } from "@pushpals/sdk";
import { type Answered, askOnce, type Question } from "./ask-once";
import { isTransient } from "./fault";
import type { ModelSettings } from "./settings";

export interface Patience {
  /** Calls in all. */
  tries: number;
  /** A server that asks for a longer pause is not waited for here: the fault tells how long. */
  maxPauseMs: number;
  backoff: { baseMs: number; maxMs: number };
}

export const PATIENCE: Patience = { tries: 3, maxPauseMs: 20_000, backoff: { baseMs: 1_000, maxMs: 8_000 } };

export type Asked = Answered & {
  /** Calls that were made. */
  tries: number;
  /** Of all tries and pauses. */
  latencyMs: number;
};

/**
 * Asks a model, again within a bound where the fault lies outside of the call: a limit, an overload, a line that
 * drops. A call that ran out of its time is not made again: the next would take as long. Never rejects.
 */
export async function askModel(
  settings: ModelSettings,
  question: Question,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<Asked> {
  const startedAt = performance.now();
  for (let tries = 1; ; tries += 1) {
    const answered = await askOnce(settings, question, signal);
    const asked: Asked = { ...answered, tries, latencyMs: Math.round(performance.now() - startedAt) };
    if (asked.ok || !isTransient(asked.fault) || asked.fault.kind === "timeout" || tries >= patience.tries)
      return asked;
    const pauseMs = asked.fault.retryAfterMs ?? backoffMs(tries, patience.backoff);
    if (pauseMs > patience.maxPauseMs) return asked;
    await delay(pauseMs, signal);
    if (signal.aborted) return asked;
  }
}
