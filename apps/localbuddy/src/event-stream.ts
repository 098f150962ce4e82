import type { IntakeEvent } from "@pushpals/protocol";

/**
 * A response that streams what `work` tells, as server-sent events. The work goes on when the reader hangs up;
 * what it tells then is dropped.
 */
export function eventStream(work: (tell: (event: IntakeEvent) => void) => Promise<void>): Response {
  const encoder = new TextEncoder();
  let open = true;
  const body = new ReadableStream<Uint8Array>({
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
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}
