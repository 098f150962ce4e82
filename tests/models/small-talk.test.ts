import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { modelSettings } from "@pushpals/shared/model";
import { smallTalk } from "../../apps/localbuddy/src/answers/small-talk";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(60_000);

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.stop());

async function say(text: string, timeoutMs = 30_000): Promise<string> {
  const llm = {
    ...{ backend: "openai-compatible" as const, model: "test-model", base_url: `${server.url}/v1`, api_key_env: "" },
    ...{ structured_output: "off" as const, timeout_ms: timeoutMs, max_output_tokens: 300, context_tokens: 2_000 },
    ...{ price_input_per_million: 0, price_output_per_million: 0, auto_start: false },
  };
  const read = modelSettings(llm, {}, "localbuddy.llm");
  if (!read.ok) throw new Error(read.problem.why);
  return smallTalk(text, read.settings, new AbortController().signal);
}

test("the model gets the message and its instructions, and its words are the answer", async () => {
  server.script("Hello to you!");
  expect(await say("hello")).toBe("Hello to you!");
  const messages = server.calls[0]?.body["messages"];
  expect(messages).toEqual([
    { role: "system", content: expect.stringContaining("front desk") },
    { role: "user", content: "hello" },
  ]);
});

test("one that is late, away, limited, or says nothing is asked once, and that is what is told", async () => {
  server.script({ hang: true });
  expect(await say("hello", 300)).toContain("no whole answer within 0.3 s");
  for (const trouble of [{ status: 429 }, { status: 500 }, "   "]) {
    server.script(trouble);
    const before = server.calls.length;
    expect(await say("hello")).toContain("the model `test-model` gave no answer");
    expect(server.calls.length - before).toBe(1);
  }
  const read = await smallTalk("hello", null, new AbortController().signal);
  expect(read).toContain("/help");
});
