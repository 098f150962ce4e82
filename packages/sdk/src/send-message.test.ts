import { afterEach, describe, expect, test } from "bun:test";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type IntakeEvent, refuse } from "@pushpals/protocol";
import { type SendOptions, sendMessage } from "./send-message";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const COMPLETE = {
  type: "complete",
  message: "done",
  data: { mode: "local", rule: "help", sessionId: "dev", turnId: "t" },
};
const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const status = event({ type: "status", message: "looking" });

/** Sends one message to a desk that answers like this. */
async function send(answer: (response: ServerResponse, body: string) => void, options: Partial<SendOptions> = {}) {
  const desk = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    answer(response, body);
  });
  server = desk;
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`;
  const events: IntakeEvent[] = [];
  for await (const one of sendMessage({ baseUrl, token: "t", text: "help", ...options })) events.push(one);
  return events;
}

const stream = (response: ServerResponse) => response.writeHead(200, { "content-type": "text/event-stream" });

describe("sendMessage", () => {
  test("sends what is the message's alone, and ends with its completion", async () => {
    let sent = "";
    const events = await send(
      (response, body) => {
        sent = body;
        // What follows the completion is nobody's business.
        stream(response).end(status + event(COMPLETE) + status);
      },
      { sessionId: "s", idempotencyKey: "k", silenceMs: 5_000 },
    );
    expect(JSON.parse(sent)).toEqual({ text: "help", sessionId: "s", idempotencyKey: "k" });
    expect(events.map(({ type }) => type)).toEqual(["status", "complete"]);
  });

  test("ends with an error when the line drops, ends early, says nonsense or goes silent", async () => {
    const lines: ((response: ServerResponse) => void)[] = [
      (response) => stream(response).write(status, () => setTimeout(() => response.socket?.destroy(), 5)),
      (response) => stream(response).end(status),
      (response) => stream(response).end(`${status}data: {"type":"complete"}\n\n`),
      (response) => stream(response).end(`${status}data: {"type":"com`),
      (response) => stream(response).write(status),
    ];
    for (const line of lines) {
      const events = await send(line, { silenceMs: 100 });
      expect(events.at(-1)).toMatchObject({ type: "error", data: { code: "unreachable", retryable: true } });
      server?.closeAllConnections();
    }
  });

  test("tells a refusal as it came", async () => {
    const events = await send((response) =>
      response.writeHead(401).end(JSON.stringify(refuse("unauthorized", "who?"))),
    );
    expect(events).toEqual([{ type: "error", message: "who?", data: { code: "unauthorized", retryable: false } }]);
  });

  test("ends with an error when nobody is there, and when aborted", async () => {
    const nobody: IntakeEvent[] = [];
    for await (const one of sendMessage({ baseUrl: "http://127.0.0.1:9", token: "t", text: "x" })) nobody.push(one);
    expect(nobody.map(({ type }) => type)).toEqual(["error"]);
    const aborted = await send((response) => stream(response).write(status), { signal: AbortSignal.abort() });
    expect(aborted.at(-1)?.type).toBe("error");
  });
});
