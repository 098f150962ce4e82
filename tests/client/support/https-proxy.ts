import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A proxy with TLS in front of a server, as docs/client.md asks for one: it keeps `Host`, and holds nothing back. */
export interface HttpsProxy {
  url: string;
  stop(): Promise<void>;
}

/** Its certificate is made now, by openssl, and signed by nobody; null where there is no openssl. */
export function startHttpsProxy(target: string): HttpsProxy | null {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-tls-"));
  try {
    const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
    const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    const args = ["req", "-x509", ...curve, "-nodes", "-days", "2", ...subject, "-keyout", key, "-out", cert];
    if (!Bun.which("openssl") || Bun.spawnSync(["openssl", ...args]).exitCode !== 0) return null;
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 0,
      tls: { key: readFileSync(key), cert: readFileSync(cert) },
      fetch: (request) => passOn(request, target),
    });
    return { url: `https://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function passOn(request: Request, target: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const response = await fetch(target + pathname + search, {
    method: request.method,
    headers: request.headers,
    redirect: "manual",
    signal: request.signal,
    // Otherwise a packed answer would be unpacked on the way, under headers that say it is packed.
    decompress: false,
    ...(request.body ? { body: await request.arrayBuffer() } : {}),
  });
  return new Response(response.body, { status: response.status, headers: response.headers });
}
