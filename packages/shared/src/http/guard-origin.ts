import { refuse } from "@pushpals/protocol";
import type { Context, MiddlewareHandler } from "hono";
import { reply } from "./reply";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** The name in a `Host`: `Example.org.:3001` is `example.org`, `[::1]:3001` is `[::1]`, and so is a bare `::1`. */
function hostName(host: string): string {
  const bare = host.toLowerCase();
  if (/^[0-9a-f:.]*:[0-9a-f.]*:[0-9a-f:.]*$/.test(bare)) return `[${bare}]`;
  return bare.replace(/:\d*$/, "").replace(/\.$/, "");
}

/**
 * Refuses a `Host` that is not ours: a name of somebody else's that was made to resolve to this machine
 * (DNS rebinding) would otherwise share its origin with us.
 */
export function guardHost(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set([...LOOPBACK, ...allowedHosts.map((host) => hostName(host))]);
  return async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (allowed.has(hostName(host))) return next();
    const told = `"${host}" is not a name of this server; add it to server.allowed_hosts if it is`;
    return reply(c, refuse("host_refused", told));
  };
}

/**
 * Refuses what a page of another origin sends, whatever the method, upgrades and streams included. Origins that are
 * allowed get their CORS headers, preflights too.
 */
export function guardOrigin(allowedOrigins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedOrigins.map((origin) => origin.replace(/\/$/, "").toLowerCase()));
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (origin === undefined) return isForeignRequest(c) ? refuseOrigin(c, "another site") : next();
    if (!allowed.has(origin.toLowerCase())) return isSameOrigin(origin, c) ? next() : refuseOrigin(c, origin);
    if (c.req.method === "OPTIONS") c.res = c.body(null, 204);
    else await next();
    for (const [name, value] of corsHeaders(origin)) c.header(name, value);
    return undefined;
  };
}

const refuseOrigin = (c: Context, origin: string): Response =>
  reply(c, refuse("origin_refused", `pages of ${origin} may not call this server; see server.allowed_origins`));

/**
 * Without an `Origin`, what the browser itself calls cross-site: an image, a script, a form's GET of another page.
 * Following a link is none of these: the person goes to our page, and the other one sees nothing of it.
 */
function isForeignRequest(c: Context): boolean {
  const isLink =
    c.req.method === "GET" &&
    c.req.header("sec-fetch-mode") === "navigate" &&
    c.req.header("sec-fetch-dest") === "document";
  return c.req.header("sec-fetch-site") === "cross-site" && !isLink;
}

/** The request's own scheme is not compared: a TLS proxy in front speaks plain HTTP to us. */
export function isSameOrigin(origin: string, c: Context): boolean {
  const host = c.req.header("host")?.toLowerCase();
  return host !== undefined && [`http://${host}`, `https://${host}`].includes(origin.toLowerCase());
}

const corsHeaders = (origin: string): [string, string][] => [
  ["access-control-allow-origin", origin],
  ["access-control-allow-methods", "GET, POST, PUT, DELETE"],
  ["access-control-allow-headers", "authorization, content-type, last-event-id"],
  ["access-control-allow-private-network", "true"],
  ["access-control-expose-headers", "x-request-id"],
  ["access-control-max-age", "600"],
  ["vary", "origin"],
];
