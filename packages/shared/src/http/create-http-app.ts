import { refuse } from "@pushpals/protocol";
import { type Context, Hono, type MiddlewareHandler } from "hono";
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

const METHODS = ["GET", "POST", "PUT", "DELETE"];

/**
 * The shell of every HTTP service: Host and Origin are checked before anything else, bodies are limited, unknown paths
 * and broken handlers answer in the form of the error table. It opens no socket: `app.request()` tests it.
 */
export function createHttpApp({ log, allowedHosts, allowedOrigins, bodyLimitBytes }: HttpAppOptions): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const onError = (c: Context) =>
    reply(c, refuse("payload_too_large", `the body is larger than ${bodyLimitBytes} bytes`));
  app.use(addHeaders, guardHost(allowedHosts), guardOrigin(allowedOrigins));
  app.use(bodyLimit({ maxSize: bodyLimitBytes, onError }));
  app.notFound((c) => replyNotFound(app, c));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return reply(c, refuse("bad_request", error.message));
    const reference = requestId(c);
    log.error({ err: error, reference, method: c.req.method, path: c.req.path }, "a request broke");
    return reply(c, refuse("internal", `this is a fault of Push Pals; its log tells more under ${reference}`));
  });
  return app;
}

/** The caller's own name for a request where it is a harmless one, else ours. The same for all of one request. */
function requestId(c: Context): string {
  const known: string | undefined = c.get("requestId");
  if (known !== undefined) return known;
  const given = c.req.header("x-request-id") ?? "";
  const id = /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
  c.set("requestId", id);
  return id;
}

/** Headers for every answer; what a handler has set itself stays. */
const addHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const headers: Record<string, string> = {
    "x-request-id": requestId(c),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  };
  for (const [name, value] of Object.entries(headers)) if (!c.res.headers.has(name)) c.header(name, value);
};

/** 404, or 405 with the methods that the path does have. */
function replyNotFound(app: Hono<HttpEnv>, c: Context): Response {
  const handlers = (method: string) => app.router.match(method, c.req.path)[0].length;
  // What matches any method is middleware.
  const middleware = handlers("NONE");
  const allowed = METHODS.filter((method) => handlers(method) > middleware);
  if (allowed.length === 0)
    return reply(c, refuse("not_found", `there is no ${c.req.method} ${c.req.path}; see /openapi.json`));
  c.header("allow", allowed.join(", "));
  const told = `${c.req.path} has no ${c.req.method}, only ${allowed.join(" and ")}; see /openapi.json`;
  return c.json(refuse("not_found", told), 405);
}
