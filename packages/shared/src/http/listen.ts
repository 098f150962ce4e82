import type { WebSocketHandler } from "bun";
import type { Hono } from "hono";
import type { Log } from "../log/index";
import type { HttpEnv } from "./create-http-app";

export interface ListenOptions<Data = unknown> {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The config key that chooses the port, for the message when it is taken. */
  portKey: string;
  websocket?: WebSocketHandler<Data>;
  /** Where a warning goes when the address can be reached from the network. */
  log?: Log;
}

export interface Listening {
  port: number;
  /** Ends listening; open requests get `graceMs` to end, then they are cut. */
  stop(graceMs?: number): Promise<void>;
}

const STOP_GRACE_MS = 2_000;
/** The app has its own limit, which answers as a refusal; this one of Bun's (128 MiB) must not be in its way. */
const MAX_BODY_BYTES = 2 ** 31;

/** Binds an app to a socket. Throws with a sentence for a person when the port is taken. */
export function listen<Data = unknown>(app: Hono<HttpEnv>, options: ListenOptions<Data>): Listening {
  const server = serve(app, options);
  if (!isLoopback(options.host))
    options.log?.warn(
      { host: options.host },
      "listening on more than loopback: whoever reaches this address may try tokens",
    );
  return {
    port: server.port ?? options.port,
    stop: async (graceMs = STOP_GRACE_MS) => {
      const ended = server.stop();
      const cut = setTimeout(() => void server.stop(true), graceMs);
      await ended;
      clearTimeout(cut);
    },
  };
}

const isLoopback = (host: string): boolean => /^(127\.[\d.]+|localhost|::1|\[::1\])$/i.test(host);

function serve<Data>(app: Hono<HttpEnv>, { host, port, portKey, websocket }: ListenOptions<Data>): Bun.Server<Data> {
  const common = { hostname: host, port, idleTimeout: 0, maxRequestBodySize: MAX_BODY_BYTES };
  const handle = (request: Request, server: unknown) =>
    app.fetch(request, { server: server as Bun.Server<unknown> }) as Promise<Response>;
  try {
    if (websocket) return Bun.serve<Data>({ ...common, fetch: handle, websocket });
    return Bun.serve({ ...common, fetch: handle }) as Bun.Server<Data>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    const told = `${host}:${port} is taken by another program; end it, or choose another port with ${portKey}`;
    throw new Error(told, { cause: error });
  }
}
