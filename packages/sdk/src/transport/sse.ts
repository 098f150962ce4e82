import { readReply } from "../call-route";
import { SseParser } from "../sse";
import { type Connection, Refused, type Signal } from "./connection";

/** The stream as server-sent events, read by `fetch`, which unlike `EventSource` can send a token. */
export async function* openSse(connection: Connection): AsyncGenerator<Signal, void> {
  const response = await connection.fetch(connection.url, {
    headers: { accept: "text/event-stream", authorization: `Bearer ${connection.token}` },
    redirect: "error",
    signal: connection.signal,
  });
  if (!response.ok || !response.body) {
    const reply = readReply<never>(response.status, await response.text(), connection.url);
    throw new Refused(reply);
  }
  yield { kind: "open" };
  const parser = new SseParser();
  const reader = response.body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield { kind: "alive" };
      for (const item of parser.push(read.value)) if (item.kind === "event") yield { kind: "frame", text: item.data };
    }
  } finally {
    // The consumer may leave in the middle; the connection must not stay open behind it.
    await reader.cancel().catch((error: unknown) => error);
  }
}
