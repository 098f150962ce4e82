import { afterEach, expect, test } from "bun:test";
import { createClient } from "@pushpals/sdk";
import type { Context } from "../context";
import { usage } from "./usage";

let server: ReturnType<typeof Bun.serve> | undefined;
afterEach(() => server?.stop(true));

/** A server whose session has these events, and what is printed of it. */
async function printed(json: boolean, ...payloads: { type: string; payload: object }[]): Promise<string> {
  const frames = payloads.map(({ type, payload }, index) => {
    const envelope = { protocolVersion: "1", id: crypto.randomUUID(), ts: 1, sessionId: "s", type, payload };
    return `id: ${index + 1}\ndata: ${JSON.stringify({ envelope, cursor: index + 1 })}\n\n`;
  });
  server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Response(frames.join(""), { headers: { "content-type": "text/event-stream" } }),
  });
  let text = "";
  const out = { write: (piece: string) => (text += piece) } as unknown as Context["out"];
  const serverUrl = server.url.origin;
  const client = createClient({ baseUrl: serverUrl, token: "t" });
  await usage({ client, serverUrl, token: "t", json, out } as Context, "s");
  return text;
}

const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
const used = (requestId: string, inputTokens: number, costUsd: number | null) => ({
  type: "model_used",
  payload: {
    ...{ jobId: crypto.randomUUID(), requestId, model: "m", calls: 2, estimatedCalls: 0 },
    ...{ inputTokens, cachedInputTokens: 0, outputTokens: 10, costUsd },
  },
});

test("what models took is summed by request and in all", async () => {
  const text = await printed(false, used(one, 100, 0.5), used(two, 200, 0.25), used(one, 1_000, 0.5));
  const lines = text.trim().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/4 calls\s+1.1 k tokens in\s+20 out\s+\$1.00\s+m/);
  expect(lines[1]).toMatch(/2 calls\s+200 tokens in\s+10 out\s+\$0.25/);
  expect(lines[2]).toMatch(/^all\s+6 calls\s+1.3 k tokens in\s+30 out\s+\$1.25/);
});

test("what has no price is not called free; nothing is told as nothing", async () => {
  expect(await printed(false, used(one, 100, null))).toContain("no price");
  await server?.stop(true);
  expect(await printed(false)).toBe("No model was asked in this session.\n");
});
