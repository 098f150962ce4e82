import type { Frame, Subscription } from "./subscription";

/** How often a silent stream says that it is alive. */
export const KEEPALIVE_MS = 15_000;
export const SSE_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  // Proxies that buffer would hold events back.
  "x-accel-buffering": "no",
} as const;

const HIGH_WATER_BYTES = 64 * 1024;
const KEEPALIVE = new TextEncoder().encode(": keepalive\n\n");

export const frameText = (frame: Frame): string => `{"envelope":${frame.envelope},"cursor":${frame.cursor}}`;

/** An ephemeral frame has no `id`: resuming after it means resuming after the durable one before it. */
const sseText = (frame: Frame): string =>
  `${frame.durable ? `id: ${frame.cursor}\n` : ""}data: ${frameText(frame)}\n\n`;

/** What a stream is pulled from. */
export interface SseSource<T> {
  /** The next ones, at least one; null when it is over. */
  next(): Promise<T[] | null>;
  end(): void;
}

/** The body of a session's stream. */
export const frameBody = (subscription: Subscription, signal: AbortSignal): ReadableStream<Uint8Array> =>
  sseBody(subscription, sseText, signal);

/** The body of an event stream. Pulled: a reader that is slow holds back its source, not the server. */
export function sseBody<T>(
  source: SseSource<T>,
  textOf: (item: T) => string,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let keepalive: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(keepalive);
    signal.removeEventListener("abort", stop);
    source.end();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop, { once: true });
        // Sent at once, so that the other side sees the head of the answer before the first event.
        controller.enqueue(encoder.encode(": open\n\n"));
        keepalive = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(KEEPALIVE);
        }, KEEPALIVE_MS);
      },
      async pull(controller) {
        const items = await source.next();
        if (items) controller.enqueue(encoder.encode(items.map(textOf).join("")));
        else {
          stop();
          controller.close();
        }
      },
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES }),
  );
}
