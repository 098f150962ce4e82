import { ROUTES } from "@pushpals/protocol";
import { callRoute } from "../call-route";
import { type Connection, Refused, type Signal } from "./connection";

/** A close that is no fault (RFC 6455, 7.4.1). */
const NORMAL_CLOSE = 1000;

/**
 * The stream over a WebSocket. The token goes as a subprotocol, as browsers cannot send headers with it. A refused
 * upgrade tells a browser nothing of why, so the reason is asked for by a plain call.
 */
export async function* openWebSocket(connection: Connection): AsyncGenerator<Signal, void> {
  const url = connection.url.replace(/^http/, "ws");
  const socket = new WebSocket(url, ["pushpals", `bearer.${connection.token}`]);
  const inbox: Signal[] = [];
  let news = Promise.withResolvers<void>();
  let end: { error?: Error } | null = null;
  let opened = false;
  const push = (signal: Signal) => {
    inbox.push(signal);
    news.resolve();
  };
  const finish = (error?: Error) => {
    end ??= error ? { error } : {};
    news.resolve();
  };
  socket.onopen = () => {
    opened = true;
    push({ kind: "open" });
  };
  socket.onmessage = (event) =>
    push(event.data === "" ? { kind: "alive" } : { kind: "frame", text: String(event.data) });
  socket.onerror = () => finish(new Error("the WebSocket broke"));
  socket.onclose = (event) =>
    finish(event.code === NORMAL_CLOSE ? undefined : new Error(`the WebSocket closed with ${event.code}`));
  const abort = () => finish();
  connection.signal.addEventListener("abort", abort);
  if (connection.signal.aborted) abort();
  try {
    for (;;) {
      for (let signal = inbox.shift(); signal; signal = inbox.shift()) yield signal;
      if (end) break;
      await news.promise;
      news = Promise.withResolvers();
    }
    if (!opened && !connection.signal.aborted) await askWhy(connection);
    const { error } = end as { error?: Error };
    if (error) throw error;
  } finally {
    connection.signal.removeEventListener("abort", abort);
    socket.close();
  }
}

async function askWhy(connection: Connection): Promise<void> {
  const answer = await callRoute(
    ROUTES.system.me,
    {},
    { baseUrl: new URL(connection.url).origin, token: connection.token, fetch: connection.fetch },
  );
  if (!answer.ok) throw new Refused(answer);
}
