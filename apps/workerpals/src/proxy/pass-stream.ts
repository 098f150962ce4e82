import type { Call } from "./call";
import { EventCutter, type StreamEvent } from "./event-stream";
import type { IdleLimit } from "./idle-limit";
import { MAX_ANSWER_BYTES } from "./pass-answer";
import { fieldAt, parseObject } from "./read-field";
import { answerHeaders } from "./upstream";

/** What an event has to hold to be of interest here; all others are not parsed. */
const TELLING = /"(usage|error)"/;

/**
 * A streamed answer goes on piece by piece, as fast as the client reads, while its events are read for their usage.
 * Where the client had not asked for the usage, the event that tells only that is left out.
 */
export function passStream(upstream: Response, call: Call, limit: IdleLimit, hidesUsage: boolean): Response {
  const source: ReadableStream<Uint8Array> = upstream.body ?? new Blob([]).stream();
  const reader = source.getReader();
  const cutter = new EventCutter();
  const encoder = new TextEncoder();
  const seen = (events: readonly StreamEvent[]): Uint8Array => {
    const kept = events.filter((event) => {
      const value = TELLING.test(event.data) ? parseObject(event.data) : null;
      if (value !== null) call.read(value);
      return !(hidesUsage && isUsageAlone(value));
    });
    return encoder.encode(kept.map(({ raw }) => raw).join(""));
  };
  const end = (outcome: Parameters<Call["endMetered"]>[1]) => {
    limit.stop();
    call.endMetered(upstream.status, outcome);
  };

  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      for (let passed = 0; passed === 0; ) {
        limit.heard();
        const part = await reader.read().catch((error: unknown) => ({ error }));
        if ("error" in part) {
          seen(cutter.end());
          end("broken");
          controller.error(part.error);
          return;
        }
        const events = part.done ? cutter.end() : cutter.push(part.value);
        const text = seen(events);
        const bytes = hidesUsage ? text : (part.value ?? new Uint8Array());
        if (bytes.byteLength > 0) controller.enqueue(bytes);
        passed = bytes.byteLength;
        if (part.done) {
          end("answered");
          controller.close();
          return;
        }
        call.receive(part.value.byteLength, events.map(({ raw }) => raw).join(""));
        if (call.received > MAX_ANSWER_BYTES) {
          end("too_large");
          limit.abort();
          controller.error(new Error("the model's answer is too large"));
          return;
        }
      }
    },
    cancel: () => {
      end("abandoned");
      limit.abort();
    },
  });
  return new Response(body, { status: upstream.status, headers: answerHeaders(upstream.headers) });
}

const isUsageAlone = (value: unknown): boolean => {
  const choices = fieldAt(value, "choices");
  return Array.isArray(choices) && choices.length === 0 && fieldAt(value, "usage") !== undefined;
};
