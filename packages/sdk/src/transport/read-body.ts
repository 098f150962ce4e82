import { type SseItem, SseParser } from "../sse";

/**
 * The items of an event stream's body as they come, and `bytes` for each piece that was heard. Ends when the body does;
 * throws when the line breaks or the body ends inside an event. Leaving early closes the connection.
 */
export async function* readBody(body: ReadableStream<Uint8Array>): AsyncGenerator<SseItem | { kind: "bytes" }, void> {
  const parser = new SseParser();
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield { kind: "bytes" };
      yield* parser.push(read.value);
    }
    if (parser.unfinished) throw new Error("the stream broke off inside an event");
  } finally {
    // A body that has failed already rejects here with the error that is on its way to the caller anyway.
    reader.cancel().catch((error: unknown) => error);
  }
}
