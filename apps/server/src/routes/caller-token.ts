import { type Refusal, refuse } from "@pushpals/protocol";
import { bearerToken, isSameOrigin } from "@pushpals/shared/http";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** The longest that browsers keep a cookie; each look at `/me` starts it anew. */
const MAX_AGE_S = 400 * 86_400;

/** How a call proves who makes it. */
export interface Credential {
  /** Null for a call that proves nothing. */
  token: string | null;
  by: "bearer" | "cookie";
}

/**
 * The token of a call: a bearer's where there is one, else a browser's cookie. A cookie goes along whoever makes the
 * browser call, so it counts only for what our own pages send.
 */
export function callerToken(c: Context): Credential | Refusal {
  const bearer = bearerToken(c.req.raw);
  if (bearer !== null) return { token: bearer, by: "bearer" };
  const cookie = deviceCookie(c);
  if (cookie === null) return { token: null, by: "bearer" };
  if (!isFromOwnPage(c))
    return refuse("origin_refused", "The cookie of a signed-in browser counts only for the pages of this server.");
  return { token: cookie.token, by: "cookie" };
}

/** Whether a browser's own word proves that one of our pages sent this. Reads may come without an `Origin`. */
export function isFromOwnPage(c: Context): boolean {
  const origin = c.req.header("origin");
  if (origin !== undefined) return isSameOrigin(origin, c);
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  // What writes, and a WebSocket, always comes with an Origin from a browser.
  const isRead = c.req.method === "GET" || c.req.method === "HEAD";
  return isRead && c.req.header("upgrade") === undefined;
}

/**
 * Gives a browser its token in a cookie that no script reads and no other site sends. Over HTTPS, which the page's
 * origin tells of even behind a proxy, it is bound to this very host (`__Host-`).
 */
export function setDeviceCookie(c: Context, token: string): void {
  write(c, token, c.req.header("origin")?.startsWith("https:") === true);
}

/** Lets the cookie that came with the call live on. */
export function renewDeviceCookie(c: Context): void {
  const cookie = deviceCookie(c);
  if (cookie) write(c, cookie.token, cookie.secure);
}

export function clearDeviceCookie(c: Context): void {
  if (getCookie(c, cookieName(c)) !== undefined) deleteCookie(c, cookieName(c), { path: "/" });
  if (getCookie(c, cookieName(c), "host") !== undefined) deleteCookie(c, cookieName(c), { prefix: "host" });
}

function write(c: Context, token: string, secure: boolean): void {
  const options = { path: "/", httpOnly: true, sameSite: "Strict", maxAge: MAX_AGE_S } as const;
  setCookie(c, cookieName(c), token, secure ? { ...options, secure: true, prefix: "host" } : options);
}

function deviceCookie(c: Context): { token: string; secure: boolean } | null {
  const bound = getCookie(c, cookieName(c), "host");
  if (bound) return { token: bound, secure: true };
  const plain = getCookie(c, cookieName(c));
  return plain ? { token: plain, secure: false } : null;
}

/** With the port, since a host's cookies are the same for all of its ports, and each server has devices of its own. */
function cookieName(c: Context): string {
  const port = /:(\d+)$/.exec(c.req.header("host") ?? "")?.[1];
  return port === undefined ? "pushpals" : `pushpals-${port}`;
}
