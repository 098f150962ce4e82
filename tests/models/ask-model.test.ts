import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Asked, askModel, type ModelSettings } from "@pushpals/shared/model";
import { type ModelServer, startModelServer, type Turn } from "../support/model-server/model-server";
import { modelFor, PATIENT, SPOKEN } from "./settings";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.stop());

const schema = {
  name: "answer",
  json: {
    type: "object" as const,
    properties: { a: { type: "string" as const } },
    required: ["a"],
    additionalProperties: false,
  },
};
const ANSWER = '{"a":"a text that is longer than one piece of it"}';

const ask = (settings: ModelSettings, signal = new AbortController().signal): Promise<Asked> =>
  askModel(settings, { system: "Be exact.", messages: [{ role: "user", content: "Well?" }], schema }, signal, PATIENT);

function faultKind(asked: Asked): string {
  return asked.ok ? `answered ${asked.text}` : asked.fault.kind;
}

for (const backend of SPOKEN)
  describe(backend, () => {
    const settings = (more: Partial<ModelSettings> = {}) => modelFor(backend, server.url, more);

    test("an answer in pieces comes whole, counted, with key, model and schema sent", async () => {
      server.script({ text: ANSWER, pieceChars: 7, usage: { input: 321, output: 45 } });
      const asked = await ask(settings());
      expect(asked).toMatchObject({ ok: true, text: ANSWER, truncated: false, tries: 1 });
      expect(asked.ok && asked.usage).toEqual({ inputTokens: 321, outputTokens: 45 });
      const [call] = server.calls;
      expect(call).toMatchObject({ model: "test-model", stream: true });
      expect(JSON.stringify(call?.headers)).toContain("key-of-tests");
      expect(JSON.stringify(call?.body)).toContain("Be exact.");
      expect(JSON.stringify(call?.body)).toContain("additionalProperties");
    });

    const ENDS: [name: string, turns: Turn[], kind: string, calls: number][] = [
      [
        "a limit that passes",
        [{ status: 429, headers: { "retry-after": "0" } }, { text: ANSWER }],
        `answered ${ANSWER}`,
        2,
      ],
      ["a limit that stays", Array.from({ length: 3 }, () => ({ status: 429 })), "rate_limited", 3],
      ["errors of the server that pass", [{ status: 500 }, { status: 503 }, { text: ANSWER }], `answered ${ANSWER}`, 3],
      ["errors of the server that stay", Array.from({ length: 3 }, () => ({ status: 500 })), "overloaded", 3],
      ["a wrong key is not tried again", [{ status: 401 }], "denied", 1],
      ["a model that is not there is not tried again", [{ status: 404 }], "unknown_model", 1],
      ["a call that is refused as wrong is not tried again", [{ status: 400 }], "rejected", 1],
      ["a refusal is no answer", [{ refusal: "I cannot help with that." }], "refused", 1],
      ["a filtered answer is no answer", [{ text: "{", finish: "content_filter" }], "refused", 1],
      [
        "a line that drops is tried again",
        [{ text: ANSWER, cutAfterPieces: 1 }, { text: ANSWER }],
        `answered ${ANSWER}`,
        2,
      ],
      ["a line that always drops", Array.from({ length: 3 }, () => ({ text: ANSWER, cutAfterPieces: 1 })), "cut", 3],
      [
        "a page instead of an answer",
        Array.from({ length: 3 }, () => ({ rawBody: "<html>It works!</html>" })),
        "cut",
        3,
      ],
    ];
    for (const [name, turns, kind, calls] of ENDS)
      test(name, async () => {
        server.script(...turns);
        const asked = await ask(settings());
        expect([faultKind(asked), server.calls.length, asked.tries]).toEqual([kind, calls, calls]);
      });

    test("what the server says of its refusal is told", async () => {
      server.script({ status: 400, text: "the prompt is too long by 77 tokens" });
      const asked = await ask(settings());
      expect(!asked.ok && asked.fault.message).toContain("too long by 77 tokens");
    });

    test("an answer that is cut at its longest is told as such", async () => {
      server.script({ text: '{"a":"half', finish: "length" });
      expect(await ask(settings())).toMatchObject({ ok: true, truncated: true, text: '{"a":"half' });
    });

    test("no answer ends at its time, and the server is let go", async () => {
      server.script({ hang: true });
      const asked = await ask(settings({ timeoutMs: 1_500 }));
      expect([faultKind(asked), server.calls.length]).toEqual(["timeout", 1]);
      while (!server.calls[0]?.gone.aborted) await Bun.sleep(5);
    });

    test("an answer that drips beyond its time ends at its time", async () => {
      server.script({ text: "x".repeat(10_000), pieceChars: 1, pieceMs: 20 });
      expect(faultKind(await ask(settings({ timeoutMs: 500 })))).toBe("timeout");
    });

    test("a stop ends the call", async () => {
      server.script({ hang: true });
      const stop = new AbortController();
      const asking = ask(settings(), stop.signal);
      while (server.calls.length === 0) await Bun.sleep(5);
      stop.abort();
      expect(faultKind(await asking)).toBe("cancelled");
    });
  });

test("a longer pause than one waits for is told, not slept", async () => {
  server.script({ status: 429, headers: { "retry-after": "3600" } });
  const asked = await ask(modelFor("openai", server.url));
  expect(asked).toMatchObject({ ok: false, tries: 1, fault: { kind: "rate_limited", retryAfterMs: 3_600_000 } });
});

test("a server that is not there is told as not reached", async () => {
  const gone = await startModelServer();
  await gone.stop();
  for (const backend of SPOKEN)
    expect([backend, faultKind(await ask(modelFor(backend, gone.url)))]).toEqual([backend, "unreachable"]);
});

test("a key that the server repeats is not told", async () => {
  server.script({ status: 401, text: "Incorrect API key provided: key-of-tests" });
  expect(JSON.stringify(await ask(modelFor("openai", server.url)))).not.toContain("key-of-tests");
});

test("where a server cannot hold an answer to a schema, none is sent", async () => {
  server.script(ANSWER);
  await ask(modelFor("openai-compatible", server.url, { structured: false }));
  expect(server.calls[0]?.body).not.toHaveProperty("response_format");
});
