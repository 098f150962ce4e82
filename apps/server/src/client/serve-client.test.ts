import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { noteClientBuild } from "@pushpals/shared/client-build";
import { listen } from "@pushpals/shared/http";
import { type TestServer, TOKENS, testServer } from "../testing/test-server";

const HASH = "0123456789abcdef0123456789abcdef";
const ENTRY = `/_expo/static/js/web/entry-${HASH}.js`;
const SHELL = "<!doctype html><title>shell</title>";
const PAGE = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

let root: string;
let folder: string;
let server: TestServer;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "pushpals-client-"));
  folder = join(root, "client");
  server = await testServer({ clientDir: folder });
});
afterEach(async () => {
  await server.remove();
  rmSync(root, { recursive: true });
});

function build(files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
const get = (path: string, headers: Record<string, string> = {}) => server.app.request(path, { headers });
const head = (response: Response, ...names: string[]) => names.map((name) => response.headers.get(name));

describe("the client", () => {
  test("is shown for every address that a browser goes to, those of the API too, and never swallows its answers", async () => {
    build({ "index.html": SHELL });
    for (const path of ["/", "/chats/dev", "/requests", "/jobs/0193/diff", "/pair", "/no/such/thing"]) {
      const page = await get(path, PAGE);
      expect([path, page.status, await page.text()]).toEqual([path, 200, SHELL]);
      expect(head(page, "content-type", "cache-control")).toEqual(["text/html;charset=utf-8", "no-cache"]);
      expect(page.headers.get("vary")).toContain("accept");
    }
    const authorization = `Bearer ${TOKENS.operator}`;
    expect(await (await get("/requests", { authorization, accept: "application/json" })).json()).toMatchObject({
      ok: true,
    });
    expect(await (await get("/requests")).json()).toMatchObject({ code: "unauthorized" });
    for (const path of ["/no/such/thing", "/requests/x/y"])
      expect(await (await get(path, { accept: "application/json" })).json()).toMatchObject({ code: "not_found" });
    expect((await server.app.request("/requests", { method: "DELETE", headers: PAGE })).status).toBe(405);
    expect(await (await get("/healthz", PAGE)).json()).toMatchObject({ ok: true });
  });

  test("has its files with their types; those with a hash in the name are kept for good", async () => {
    build({ "index.html": SHELL, [ENTRY]: "js", "sw.js": "sw", "manifest.webmanifest": "{}", "icons/a b.png": "png" });
    const code = await get(ENTRY);
    expect(head(code, "content-type", "cache-control")).toEqual([
      "text/javascript;charset=utf-8",
      "public, max-age=31536000, immutable",
    ]);
    const worker = await get("/sw.js");
    expect(head(worker, "cache-control")).toEqual(["no-cache"]);
    expect(head(await get("/icons/a%20b.png"), "content-type")).toEqual(["image/png"]);
    expect(head(await get("/manifest.webmanifest"), "content-type")[0]).toContain("manifest+json");
    const etag = worker.headers.get("etag") ?? "";
    expect((await get("/sw.js", { "if-none-match": etag })).status).toBe(304);
    for (const accept of [PAGE.accept, "*/*"])
      expect((await get(`/_expo/static/js/web/gone-${HASH}.js`, { accept })).status).toBe(404);
    expect((await server.app.request("/sw.js", { method: "HEAD" })).status).toBe(200);
    expect((await server.app.request("/sw.js", { method: "POST" })).status).toBe(404);
  });

  test("is packed as the browser takes it", async () => {
    build({
      "index.html": SHELL,
      [ENTRY]: "plain",
      [`${ENTRY}.gz`]: gzipSync("plain"),
      [`${ENTRY}.br`]: brotliCompressSync("plain"),
    });
    const listening = listen(server.app, { host: "127.0.0.1", port: 0, portKey: "x" });
    const encodingOf = async (encoding: string) => {
      const response = await fetch(`http://127.0.0.1:${listening.port}${ENTRY}`, {
        headers: { "accept-encoding": encoding },
      });
      expect(await response.text()).toBe("plain");
      expect(response.headers.get("content-type")).toContain("javascript");
      return response.headers.get("content-encoding");
    };
    expect(await encodingOf("gzip, deflate, br")).toBe("br");
    expect(await encodingOf("gzip, br;q=0")).toBe("gzip");
    expect(await encodingOf("identity")).toBeNull();
    await listening.stop(10);
  });

  test("comes with a policy that lets no foreign or inline code in", async () => {
    build({ "index.html": SHELL, "sw.js": "sw" });
    for (const response of [await get("/", PAGE), await get("/sw.js")]) {
      const policy = response.headers.get("content-security-policy") ?? "";
      expect(policy).toStartWith("default-src 'self'; style-src 'self' 'unsafe-inline'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|unsafe-eval|https?:|\*/);
      expect(head(response, "x-content-type-options", "x-frame-options")).toEqual(["nosniff", "DENY"]);
    }
  });

  test("gives nothing from outside of its folder", async () => {
    build({ "index.html": SHELL });
    writeFileSync(join(root, "secret.txt"), "secret");
    symlinkSync(join(root, "secret.txt"), join(folder, "link.txt"));
    symlinkSync(root, join(folder, "up"));
    const listening = listen(server.app, { host: "127.0.0.1", port: 0, portKey: "x" });
    const raw = (path: string) =>
      new Promise<string>((resolve) => {
        let text = "";
        void Bun.connect({
          hostname: "127.0.0.1",
          port: listening.port,
          socket: {
            open: (socket) => void socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`),
            data: (_, data) => {
              text += data.toString();
            },
            close: () => resolve(text),
          },
        });
      });
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e%2fsecret.txt",
      "/..%5csecret.txt",
      "/x/../../secret.txt",
      "/link.txt",
      "/up/secret.txt",
      "/index.html%00.png",
      "/%ff",
      "//secret.txt",
      `/${"a".repeat(300)}`,
    ])
      expect([path, await raw(path)]).toEqual([path, expect.stringMatching(/^HTTP\/1.1 4\d\d /)]);
    await listening.stop(10);
  });
});

describe("without a built client", () => {
  test("a person is told how it stands and what to do; programs get no page", async () => {
    const text = async () => (await get("/", PAGE)).text();
    expect((await get("/chats", PAGE)).status).toBe(503);
    expect(await text()).toContain("bun run start");
    await noteClientBuild(folder, { state: "building", startedAt: Date.now() });
    expect(await text()).toMatch(/being built[\s\S]*http-equiv="refresh"|http-equiv="refresh"[\s\S]*being built/);
    await noteClientBuild(folder, { state: "building", startedAt: Date.now() - 3_600_000 });
    expect(await text()).toContain("No client is built yet");
    await noteClientBuild(folder, { state: "failed", message: "<b>It</b> broke." });
    expect(await text()).toContain("&#60;b&#62;It&#60;/b&#62; broke.");
    await noteClientBuild(folder, null);
    expect(await (await get("/nowhere")).json()).toMatchObject({ code: "not_found" });
    build({ "index.html": SHELL });
    expect(await text()).toBe(SHELL);
  });
});
