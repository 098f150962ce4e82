import { timeLimit } from "../time-limit";
import type { Signal } from "./connection";

/**
 * One connection, watched: silence ends it like a broken line. A reader who takes its time is not silence. `open` gets
 * the signal that ends it.
 */
export async function* watched(
  silenceMs: number,
  signal: AbortSignal | undefined,
  open: (signal: AbortSignal) => AsyncGenerator<Signal, void>,
): AsyncGenerator<Signal, void> {
  const limit = timeLimit(silenceMs, signal);
  const silence = () => new Error(`nothing was heard for ${silenceMs} ms`);
  try {
    for await (const heard of open(limit.signal)) {
      limit.pause();
      yield heard;
      limit.extend();
    }
    if (limit.expired()) throw silence();
  } catch (error) {
    throw limit.expired() ? silence() : error;
  } finally {
    limit.release();
  }
}
