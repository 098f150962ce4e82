/** What a scripted model answers to one call. */
export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** The body in the pieces in which it is sent, each as its own write; an error ends the connection there. */
  pieces: readonly (string | Uint8Array | Error | Promise<void>)[];
}

/** A call as the model has seen it. */
export interface SeenCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A model on loopback that answers by a script. Calls beyond the script get an answer of 500. */
export function scriptedModel() {
  const script: ScriptedAnswer[] = [];
  const seen: SeenCall[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    maxRequestBodySize: 1024 * 1024 * 1024,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const answer = script.shift() ?? { status: 500, pieces: ["the script has ended"] };
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      const body = await request.text();
      seen.push({
        method: request.method,
        path: pathname + search,
        headers: Object.fromEntries(request.headers),
        body,
      });
      const stream = piecesOf(answer.pieces, () => {
        inFlight -= 1;
      });
      return new Response(stream, { status: answer.status ?? 200, headers: answer.headers ?? {} });
    },
  });
  return {
    baseUrl: `http://127.0.0.1:${server.port}/v1`,
    seen,
    mostInFlight: () => mostInFlight,
    answer: (...answers: ScriptedAnswer[]) => void script.push(...answers),
    stop: () => server.stop(true),
  };
}

function piecesOf(pieces: ScriptedAnswer["pieces"], onEnd: () => void): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull: async (controller) => {
      const next = left.shift();
      if (next instanceof Error) {
        onEnd();
        controller.error(next);
      } else if (next === undefined) {
        onEnd();
        controller.close();
      } else if (next instanceof Promise) {
        await next;
        controller.enqueue(new Uint8Array());
      } else {
        controller.enqueue(typeof next === "string" ? new TextEncoder().encode(next) : next);
        // One write each, so that they arrive as pieces.
        await Bun.sleep(1);
      }
    },
    cancel: onEnd,
  });
}

export const json = (value: unknown, more: Partial<ScriptedAnswer> = {}): ScriptedAnswer => ({
  headers: { "content-type": "application/json" },
  pieces: [JSON.stringify(value)],
  ...more,
});

/** Events as a stream, cut at every `every` bytes wherever that falls. */
export function events(values: readonly unknown[], every = 7, more: Partial<ScriptedAnswer> = {}): ScriptedAnswer {
  const text = values.map((value) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`).join("");
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / every) }, (_, at) =>
    bytes.slice(at * every, (at + 1) * every),
  );
  return { headers: { "content-type": "text/event-stream; charset=utf-8" }, pieces, ...more };
}
