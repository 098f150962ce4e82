import { type Fetch, readReply, requestHeaders } from "../call-route";
import { type Connection, Refused, type Signal, streamUrl } from "./connection";
import { readBody } from "./read-body";

/** Where an event stream is, and how to get at it. */
export interface SseRequest {
  url: string;
  /** For what is said of it. */
  baseUrl: string;
  token: string | undefined;
  signal: AbortSignal;
  fetch: Fetch;
}

/** A session's stream as server-sent events. */
export const openSse = (connection: Connection): AsyncGenerator<Signal, void> =>
  readSse({ ...connection, url: streamUrl(connection, "events") });

/** An event stream, read by `fetch`, which unlike `EventSource` can send a token. */
export async function* readSse(request: SseRequest): AsyncGenerator<Signal, void> {
  const response = await requestStream(request);
  if (!response.body) throw new Error("the server answered without a body");
  yield { kind: "open" };
  for await (const item of readBody(response.body))
    yield item.kind === "event" ? { kind: "frame", text: item.data } : { kind: "alive" };
}

/** Asks for the stream; throws `Refused` when the server says no. */
export async function requestStream({ url, baseUrl, token, signal, fetch }: SseRequest): Promise<Response> {
  const headers = { ...requestHeaders(token, false), accept: "text/event-stream" };
  const response = await fetch(url, { headers, redirect: "error", signal });
  const isStream = /^text\/event-stream\b/i.test(response.headers.get("content-type") ?? "");
  if (response.ok && isStream) return response;
  throw new Refused(readReply<never>(response.status, await response.text(), baseUrl));
}
