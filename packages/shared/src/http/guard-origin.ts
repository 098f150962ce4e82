import { refuse } from "@pushpals/protocol";
import type { MiddlewareHandler } from "hono";
import { reply } from "./reply";

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** `example.org:3001` to `example.org`, `[::1]:3001` to `[::1]`. */
const hostName = (host: string): string => host.toLowerCase().replace(/:\d+$/, "");

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
 * Refuses what a page of another origin sends, whatever the method, upgrades and streams included. A request without
 * `Origin` does not come from a page's script; one that the browser itself calls cross-site is refused all the same.
 */
export function guardOrigin(allowedOrigins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedOrigins.map((origin) => origin.replace(/\/$/, "").toLowerCase()));
  return async (c, next) => {
    const origin = c.req.header("origin")?.toLowerCase();
    const isAllowed = origin !== undefined && allowed.has(origin);
    if (
      origin === undefined
        ? c.req.header("sec-fetch-site") === "cross-site"
        : !isAllowed && !isSameOrigin(origin, c.req)
    ) {
      const told = `pages of ${origin ?? "another site"} may not call this server; see server.allowed_origins`;
      return reply(c, refuse("origin_refused", told));
    }
    if (isAllowed) for (const [name, value] of corsHeaders(origin)) c.header(name, value);
    if (isAllowed && c.req.method === "OPTIONS") return c.body(null, 204);
    return next();
  };
}

/** The request's own scheme is not compared: a TLS proxy in front speaks plain HTTP to us. */
function isSameOrigin(origin: string, request: { header(name: string): string | undefined }): boolean {
  const host = request.header("host")?.toLowerCase();
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

const corsHeaders = (origin: string): [string, string][] => [
  ["access-control-allow-origin", origin],
  ["access-control-allow-methods", "GET, POST, DELETE"],
  ["access-control-allow-headers", "authorization, content-type, last-event-id"],
  ["access-control-max-age", "600"],
  ["vary", "origin"],
];
