import { readReply, requestHeaders } from "../call-route";
import { type Connection, Refused, type Signal, streamUrl } from "./connection";
import { readBody } from "./read-body";

/** The stream as server-sent events, read by `fetch`, which unlike `EventSource` can send a token. */
export async function* openSse(connection: Connection): AsyncGenerator<Signal, void> {
  const response = await requestStream(connection);
  if (!response.body) throw new Error("the server answered without a body");
  yield { kind: "open" };
  for await (const item of readBody(response.body))
    yield item.kind === "event" ? { kind: "frame", text: item.data } : { kind: "alive" };
}

/** Asks for the stream; throws `Refused` when the server says no. */
export async function requestStream(connection: Connection): Promise<Response> {
  const response = await connection.fetch(streamUrl(connection, "events"), {
    headers: { ...requestHeaders(connection.token, false), accept: "text/event-stream" },
    redirect: "error",
    signal: connection.signal,
  });
  const isStream = /^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "");
  if (response.ok && isStream) return response;
  throw new Refused(readReply<never>(response.status, await response.text(), connection.baseUrl));
}
