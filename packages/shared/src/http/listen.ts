import type { WebSocketHandler } from "bun";
import type { Hono } from "hono";
import type { HttpEnv } from "./create-http-app";

export interface ListenOptions<Data = unknown> {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** The config key that chooses the port, for the message when it is taken. */
  portKey: string;
  websocket?: WebSocketHandler<Data>;
}

export interface Listening {
  port: number;
  /** Ends listening; open requests get `graceMs` to end, then they are cut. */
  stop(graceMs?: number): Promise<void>;
}

const STOP_GRACE_MS = 2_000;

/** Binds an app to a socket. Throws with a sentence for a person when the port is taken. */
export function listen<Data = unknown>(app: Hono<HttpEnv>, options: ListenOptions<Data>): Listening {
  const server = serve(app, options);
  return {
    port: server.port ?? options.port,
    stop: async (graceMs = STOP_GRACE_MS) => {
      const cut = setTimeout(() => void server.stop(true), graceMs);
      await server.stop();
      clearTimeout(cut);
    },
  };
}

function serve<Data>(app: Hono<HttpEnv>, { host, port, portKey, websocket }: ListenOptions<Data>): Bun.Server<Data> {
  const common = { hostname: host, port, idleTimeout: 0 };
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
