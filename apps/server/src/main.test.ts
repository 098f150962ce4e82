import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The real process, ended in the ways in which processes end. */
let dir: string;
const running = new Set<Bun.Subprocess>();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pushpals-main-"));
});
afterEach(async () => {
  for (const process of running) process.kill("SIGKILL");
  await Promise.all([...running].map((process) => process.exited));
  running.clear();
  rmSync(dir, { recursive: true });
});

function spawn(port: number) {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "main.ts")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: dir,
      PUSHPALS_DATA_DIR: dir,
      PUSHPALS_SERVER_PORT: String(port),
      PUSHPALS_SERVER_LEASE_MS: "1000",
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  running.add(child);
  return child;
}

/** Starts the server on a free port; resolves once it answers. */
async function start() {
  const probe = Bun.serve({ port: 0, fetch: () => new Response() });
  const port = probe.port ?? 0;
  await probe.stop(true);
  const child = spawn(port);
  const reader = child.stdout.getReader();
  for (let text = ""; !text.includes("listening"); ) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the server did not start: ${text} ${await new Response(child.stderr).text()}`);
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  const token = readFileSync(join(dir, "tokens", "operator"), "utf8").trim();
  const authorization = `Bearer ${token}`;
  const call = async (path: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, never>;
  };
  return { child, port, call, authorization };
}

const enqueue = (n: number) => ({ sessionId: "dev", prompt: `prompt ${n}`, idempotencyKey: `k${n}` });

describe("the process", () => {
  test("killed at any moment, it keeps all that it said yes to, once; claims go on", async () => {
    const first = await start();
    const { lease, request } = await first
      .call("/requests/enqueue", enqueue(-1))
      .then(() => first.call("/requests/claim", { agentId: "rb" }) as Promise<Record<string, Record<string, string>>>);
    const confirmed: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = 0; ; n += 1) {
        const answer = await first.call("/requests/enqueue", enqueue(writer * 1_000 + n));
        confirmed.push(answer["requestId"] as unknown as string);
        if (confirmed.length === 200) first.child.kill("SIGKILL");
      }
    });
    await Promise.allSettled(writers);
    await first.child.exited;
    const second = await start();
    for (const id of confirmed) expect(await second.call(`/requests/${id}`)).toMatchObject({ ok: true });
    expect(await second.call("/audit/verify")).toMatchObject({ intact: true });
    // Sent again, as a caller does that got no answer: known, or made now, in any case there once.
    const before = (await second.call("/system/status"))["queues"] as unknown as Record<
      string,
      { counts: Record<string, number> }
    >;
    const again = await second.call("/requests/enqueue", enqueue(0));
    expect(confirmed).toContain(again["requestId"] as unknown as string);
    const after = (await second.call("/system/status"))["queues"] as unknown as typeof before;
    expect(after["requests"]?.counts).toEqual(before["requests"]?.counts);
    // Nobody could renew while the server was away, so the claim is still its holder's.
    const settled = { leaseToken: lease?.["token"], answer: "done" };
    expect(await second.call(`/requests/${request?.["requestId"]}/complete`, settled)).toMatchObject({ ok: true });
  }, 60_000);

  test("SIGTERM answers those who wait, ends streams and leaves with 0", async () => {
    const { child, call, port, authorization } = await start();
    const waiting = call("/requests/claim", { agentId: "rb", waitMs: 60_000 });
    const stream = await fetch(`http://127.0.0.1:${port}/sessions/dev/events`, { headers: { authorization } });
    child.kill("SIGTERM");
    expect(await waiting).toMatchObject({ code: "shutting_down" });
    expect(await stream.text()).toBe(": open\n\n");
    expect(await child.exited).toBe(0);
  }, 60_000);

  test("a second server on the same data, or a taken port, is refused with what to do", async () => {
    const { port } = await start();
    const second = spawn(port + 1);
    expect(await second.exited).toBe(2);
    expect(await new Response(second.stderr).text()).toContain("Another server is running");
    const data = dir;
    dir = mkdtempSync(join(tmpdir(), "pushpals-main-"));
    const third = spawn(port);
    expect(await third.exited).toBe(2);
    expect(await new Response(third.stderr).text()).toContain("server.port");
    rmSync(dir, { recursive: true });
    dir = data;
  }, 60_000);
});
