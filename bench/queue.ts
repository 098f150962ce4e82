/**
 * Requests enqueued, claimed and completed a second over HTTP, on 1 and 16 connections, with 0 and 50,000 waiting.
 *
 * The server is the real process with full durability. Beside each figure stands the machine's own floor, measured in
 * the same round: how often a second 4 KB can be written and made durable. The ratio of the two is what carries over
 * to another machine. Run: `bun run bench queue [rounds] [waiting]`, or `bun bench/queue.ts`.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DEFAULT_ROUNDS = 5;
const DEFAULT_WAITING = 50_000;
const CONNECTIONS = [1, 16] as const;
const OPERATIONS: Record<number, number> = { 1: 200, 16: 1_600 };

interface Server {
  call(path: string, body: unknown): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const whole = (value: number): string => Math.round(value).toString().padStart(7);

async function startServer(dir: string): Promise<Server> {
  const probe = Bun.serve({ port: 0, fetch: () => new Response() });
  const port = probe.port ?? 0;
  await probe.stop(true);
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../apps/server/src/main.ts")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: dir,
      PUSHPALS_DATA_DIR: dir,
      PUSHPALS_SERVER_PORT: `${port}`,
      PUSHPALS_SERVER_LEASE_MS: "600000",
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  const reader = child.stdout.getReader();
  for (let text = ""; !text.includes("listening"); ) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the server did not start");
    text += new TextDecoder().decode(value);
  }
  const authorization = `Bearer ${readFileSync(join(dir, "tokens", "operator"), "utf8").trim()}`;
  return {
    async call(path, body) {
      const headers = { authorization, "content-type": "application/json" };
      const url = `http://127.0.0.1:${port}${path}`;
      const answer = await (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
      if (!(answer as { ok: boolean }).ok) throw new Error(JSON.stringify(answer));
      return answer as Record<string, unknown>;
    },
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
}

/** Writes of 4 KB made durable, a second. */
function durableWrites(dir: string): number {
  const file = openSync(join(dir, "floor"), "w");
  const block = new Uint8Array(4_096);
  const start = performance.now();
  const count = 200;
  for (let n = 0; n < count; n += 1) {
    writeSync(file, block, 0, block.length, n * block.length);
    fdatasyncSync(file);
  }
  const perSecond = (count * 1_000) / (performance.now() - start);
  closeSync(file);
  return perSecond;
}

/** Runs an operation so many times on so many connections; answers how many a second. */
async function rate(connections: number, count: number, run: () => Promise<unknown>): Promise<number> {
  let left = count;
  const start = performance.now();
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return (count * 1_000) / (performance.now() - start);
}

async function measure(server: Server, connections: number): Promise<Record<string, number>> {
  const count = OPERATIONS[connections] ?? 100;
  const held: { id: string; leaseToken: string }[] = [];
  const enqueue = await rate(connections, count, () =>
    server.call("/requests/enqueue", { sessionId: "dev", prompt: "a prompt of a usual length, for the measurement" }),
  );
  const claim = await rate(connections, count, async () => {
    const { request, lease } = await server.call("/requests/claim", { agentId: "bench" });
    held.push({ id: (request as { requestId: string }).requestId, leaseToken: (lease as { token: string }).token });
  });
  const complete = await rate(connections, count, async () => {
    const item = held.pop();
    await server.call(`/requests/${item?.id}/complete`, { leaseToken: item?.leaseToken, answer: "done" });
  });
  return { enqueue, claim, complete };
}

async function report(server: Server, dir: string, rounds: number, waiting: number): Promise<void> {
  for (const connections of CONNECTIONS) {
    const rates: Record<string, number[]> = {};
    const ratios: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round += 1) {
      const floor = durableWrites(dir);
      for (const [name, value] of Object.entries(await measure(server, connections))) {
        rates[name] = [...(rates[name] ?? []), value];
        ratios[name] = [...(ratios[name] ?? []), value / floor];
      }
    }
    for (const [name, values] of Object.entries(rates)) {
      const share = ratios[name] ?? [];
      const range = `${Math.min(...share).toFixed(2)} to ${Math.max(...share).toFixed(2)}`;
      console.log(
        `${whole(waiting)} waiting ${`${connections}`.padStart(3)} connections ${name.padEnd(9)}${whole(median(values))}/s   ${median(share).toFixed(2)} of the floor (${range})`,
      );
    }
  }
}

export async function main(args: string[]): Promise<number> {
  const rounds = Number(args[0] ?? DEFAULT_ROUNDS);
  const waiting = Number(args[1] ?? DEFAULT_WAITING);
  const dir = mkdtempSync(join(tmpdir(), "pushpals-bench-"));
  const server = await startServer(dir);
  try {
    console.log(`floor: ${whole(durableWrites(dir))} durable writes of 4 KB a second; medians of ${rounds} rounds`);
    await report(server, dir, rounds, 0);
    await rate(64, waiting, () => server.call("/requests/enqueue", { sessionId: "dev", prompt: "one of the backlog" }));
    await report(server, dir, rounds, waiting);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
