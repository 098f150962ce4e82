import { afterAll, beforeAll, expect, test } from "bun:test";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refusal } from "@pushpals/protocol";

const { forwardCalls } = (await import("../dev-server.js")) as unknown as {
  forwardCalls(metro: Handler, server: string): Handler;
};
type Handler = (request: IncomingMessage, response: ServerResponse, next?: unknown) => void;

const listen = async (handler: Handler): Promise<{ server: Server; url: string }> => {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

let backend: { server: Server; url: string };
let front: { server: Server; url: string };
const seen: IncomingMessage["headers"][] = [];

beforeAll(async () => {
  backend = await listen((request, response) => {
    seen.push(request.headers);
    response.writeHead(201, { "content-type": "application/json", "set-cookie": "token=1" });
    request.pipe(response);
  });
  front = await listen(forwardCalls((_request, response) => void response.end("metro"), backend.url));
});
afterAll(() => {
  backend.server.close();
  front.server.close();
});

test("a call goes to the server as from its own page, with its body, and comes back whole", async () => {
  const reply = await fetch(`${front.url}/jobs?limit=1`, {
    method: "POST",
    headers: { accept: "application/json", origin: front.url, cookie: "token=1" },
    body: '{"a":1}',
  });
  expect([reply.status, await reply.text(), reply.headers.get("set-cookie")]).toEqual([201, '{"a":1}', "token=1"]);
  expect(seen.at(-1)).toMatchObject({ host: new URL(backend.url).host, origin: backend.url, cookie: "token=1" });
});

test("what is Metro's stays with Metro, also under a path of the API", async () => {
  for (const accept of ["text/html,application/xhtml+xml", "*/*"])
    expect(await (await fetch(`${front.url}/jobs/1`, { headers: { accept } })).text()).toBe("metro");
});

test("a server that is away is a refusal like any other", async () => {
  const nowhere = await listen(() => undefined);
  nowhere.server.close();
  const alone = await listen(forwardCalls(() => undefined, nowhere.url));
  const reply = await fetch(`${alone.url}/me`, { headers: { accept: "application/json" } });
  expect(refusal.parse(await reply.json())).toMatchObject({ code: "unreachable", retryable: true });
  alone.server.close();
});
