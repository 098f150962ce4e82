import type { HttpEnv } from "@pushpals/shared/http";
import type { Context, Hono } from "hono";
import { type ClientFile, findFile } from "./find-file";
import { placeholderPage } from "./placeholder-page";

/** Answers of the API that people look at in a browser too. */
const NO_PAGES = new Set(["/healthz", "/openapi.json"]);
/** Where the build keeps code and pictures: a name that is not there is missing, and no screen. */
const ASSETS = /^\/(_expo|assets)\//;
/** A hash in the name: what is under it never changes. */
const HASHED = /[-.][0-9a-f]{32}\.\w+$/;

/** React Native for the web writes its styles inline; everything else is a file of this server's own. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Answers a browser that goes to a page, before the routes: the client and the API share paths (`/jobs/…`), and a
 * navigation is what asks for HTML. A page needs no token; all that it shows comes by the API.
 */
export function serveClientPages(app: Hono<HttpEnv>, folder: string): void {
  app.use(async (c, next) => {
    const isPage = c.req.method === "GET" && /\btext\/html\b/i.test(c.req.header("accept") ?? "");
    if (!isPage || NO_PAGES.has(c.req.path)) return next();
    const file = await fileOf(c, folder, c.req.path);
    if (file) return send(c, file);
    return ASSETS.test(c.req.path) ? next() : sendShell(c, folder);
  });
}

/** Answers what no route has taken with a file of the client, where there is one. Comes after all routes. */
export function serveClientFiles(app: Hono<HttpEnv>, folder: string): void {
  app.use(async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    if (c.req.path === "/") return sendShell(c, folder);
    const file = await fileOf(c, folder, c.req.path);
    return file ? send(c, file) : next();
  });
}

/** Every screen is this one page; which it shows, its script sees from the address. */
async function sendShell(c: Context, folder: string): Promise<Response> {
  const shell = await fileOf(c, folder, "/index.html");
  c.header("vary", "accept");
  return shell ? send(c, shell) : sendPlaceholder(c, folder);
}

async function sendPlaceholder(c: Context, folder: string): Promise<Response> {
  c.header("content-security-policy", POLICY);
  c.header("retry-after", "5");
  return c.html(await placeholderPage(folder), 503);
}

const fileOf = (c: Context, folder: string, path: string): Promise<ClientFile | null> =>
  findFile(folder, path, c.req.header("accept-encoding") ?? "");

function send(c: Context, file: ClientFile): Response {
  c.header("content-security-policy", POLICY);
  c.header("cache-control", HASHED.test(c.req.path) ? "public, max-age=31536000, immutable" : "no-cache");
  c.header("vary", "accept-encoding", { append: true });
  c.header("etag", file.etag);
  if (c.req.header("if-none-match")?.includes(file.etag)) return c.body(null, 304);
  c.header("content-type", file.type);
  if (file.encoding) c.header("content-encoding", file.encoding);
  return c.body(Bun.file(file.path).stream());
}
