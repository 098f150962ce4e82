import { type Connection, type Signal, streamUrl } from "./connection";
import { requestStream } from "./sse";

/** A close that is no fault (RFC 6455, 7.4.1). */
const NORMAL_CLOSE = 1000;
/** Frames that may wait for a slow reader; then the line is cut, and taken up again by cursor once they are read. */
const INBOX_LIMIT = 10_000;
/** Said by us when it is quiet, and said back by the server: a browser does not show the protocol's own pings. */
const KEEPALIVE = "";

/**
 * The stream over a WebSocket. The token goes as a subprotocol, as browsers cannot send headers with it. A refused
 * upgrade tells a browser nothing of why, so the same stream is asked for once by plain HTTP, which does tell.
 */
export async function* openWebSocket(connection: Connection): AsyncGenerator<Signal, void> {
  const url = streamUrl(connection, "ws").replace(/^http/, "ws");
  const proof = connection.token === undefined ? [] : [`bearer.${connection.token}`];
  const socket = new WebSocket(url, ["pushpals", ...proof]);
  const inbox = new Inbox();
  let opened = false;
  socket.onopen = () => {
    opened = true;
    inbox.push({ kind: "open" });
  };
  socket.onmessage = ({ data }) =>
    inbox.push(data === KEEPALIVE ? { kind: "alive" } : { kind: "frame", text: `${data}` });
  socket.onclose = ({ code }) => inbox.end(code === NORMAL_CLOSE ? null : `the WebSocket closed with ${code}`);
  socket.onerror = () => inbox.end("the WebSocket broke");
  const abort = () => inbox.end(null);
  connection.signal.addEventListener("abort", abort);
  if (connection.signal.aborted) abort();
  const probe = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) socket.send(KEEPALIVE);
  }, connection.silenceMs / 3);
  try {
    yield* inbox.read();
    if (connection.signal.aborted) return;
    if (!opened) await askWhy(connection);
    if (inbox.fault) throw new Error(inbox.fault);
  } finally {
    clearInterval(probe);
    connection.signal.removeEventListener("abort", abort);
    socket.close();
  }
}

/** Throws `Refused` when it was the server that did not want this stream. */
async function askWhy(connection: Connection): Promise<void> {
  const response = await requestStream({ ...connection, url: streamUrl({ ...connection, follow: false }, "events") });
  await response.body?.cancel();
}

/** What a socket pushes, to be pulled. */
class Inbox {
  fault: string | null = null;
  #signals: Signal[] = [];
  #ended = false;
  #wake: () => void = () => undefined;

  push(signal: Signal): void {
    if (this.#ended) return;
    this.#signals.push(signal);
    if (this.#signals.length > INBOX_LIMIT) this.end("the reader fell too far behind");
    this.#wake();
  }

  end(fault: string | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.fault = fault;
    this.#wake();
  }

  async *read(): AsyncGenerator<Signal, void> {
    for (;;) {
      const batch = this.#signals;
      this.#signals = [];
      yield* batch;
      if (this.#signals.length > 0) continue;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
