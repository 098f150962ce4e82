import { refuse } from "@pushpals/protocol";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Log } from "../log/index";
import { guardHost, guardOrigin } from "./guard-origin";
import { reply } from "./reply";

export interface HttpAppOptions {
  log: Log;
  /** Besides the names of loopback. */
  allowedHosts: readonly string[];
  /** Besides the server's own. */
  allowedOrigins: readonly string[];
  bodyLimitBytes: number;
}

/** What a handler may find in its context. */
export interface HttpEnv {
  Bindings: { server?: Bun.Server<unknown> };
}

/**
 * The shell of every HTTP service: Host and Origin are checked before anything else, bodies are limited, unknown paths
 * and broken handlers answer in the form of the error table. It opens no socket: `app.request()` tests it.
 */
export function createHttpApp({ log, allowedHosts, allowedOrigins, bodyLimitBytes }: HttpAppOptions): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(guardHost(allowedHosts), guardOrigin(allowedOrigins));
  app.use(async (c, next) => {
    await next();
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cache-control", c.res.headers.get("cache-control") ?? "no-store");
  });
  app.use(
    bodyLimit({
      maxSize: bodyLimitBytes,
      onError: (c) => reply(c, refuse("payload_too_large", `the body is larger than ${bodyLimitBytes} bytes`)),
    }),
  );
  app.notFound((c) => reply(c, refuse("not_found", `there is no ${c.req.method} ${c.req.path}; see /openapi.json`)));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return reply(c, refuse("bad_request", error.message));
    const reference = crypto.randomUUID();
    log.error({ err: error, reference, method: c.req.method, path: c.req.path }, "a request broke");
    return reply(c, refuse("internal", `this is a fault of Push Pals; its log tells more under ${reference}`));
  });
  return app;
}
