import type { IntakeEvent } from "@pushpals/protocol";

export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // A proxy in between must not hold events back.
  "x-accel-buffering": "no",
} as const;

/**
 * Streams what `work` tells, as server-sent events. The work goes on when the reader hangs up; what it tells then is
 * dropped. `work` must not reject.
 */
export function eventStream(work: (tell: (event: IntakeEvent) => void) => Promise<void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let open = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const tell = (event: IntakeEvent) => {
        if (open) controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
      };
      void work(tell).finally(() => {
        if (open) controller.close();
        open = false;
      });
    },
    cancel() {
      open = false;
    },
  });
}
