import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { refuse } from "@pushpals/protocol";
import { sse } from "./frames";

/** One connection, as the hub's side sees it. */
export interface Line {
  /** The cursor that was asked for. */
  after: number;
  send(text: string | Uint8Array): void;
  /** End in order. */
  end(): void;
  /** Cut the line once everything sent is on its way. */
  drop(): void;
}

/** What the hub does with one connection, or the answer that it refuses it with. */
export type Plan = ((line: Line) => unknown) | { status: number; body: string };

export interface FakeHub {
  url: string;
  /** Cursors asked for, in order. */
  asked: number[];
  stop(): Promise<unknown>;
}

/** A hub on a real socket. The n-th connection goes by the n-th plan, later ones by the last. */
export async function fakeHub(transport: "sse" | "websocket", plans: Plan[], token: string): Promise<FakeHub> {
  const asked: number[] = [];
  const next = (after: number): Plan => {
    asked.push(after);
    const plan = plans[Math.min(asked.length, plans.length) - 1];
    if (!plan) throw new Error("a hub needs a plan");
    return plan;
  };
  return transport === "sse" ? sseHub(next, asked, token) : socketHub(next, asked, token);
}

/** A frame in the form that the transport sends it in. */
export const formFor = (transport: "sse" | "websocket") => (text: string) => (transport === "sse" ? sse(text) : text);

const afterOf = (url: string | undefined): number =>
  Number(new URL(url ?? "/", "http://hub").searchParams.get("after"));
const NO_TOKEN = JSON.stringify(refuse("unauthorized", "no token"));

async function sseHub(next: (after: number) => Plan, asked: number[], token: string): Promise<FakeHub> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end(NO_TOKEN);
    const after = afterOf(request.url);
    const plan = next(after);
    if (typeof plan !== "function") return response.writeHead(plan.status).end(plan.body);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    return plan({
      after,
      send: (text) => response.write(text),
      end: () => response.end(),
      drop: () => response.write(": last\n", () => response.socket?.destroy()),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop };
}

interface Visit {
  after: number;
  plan: (line: Line) => unknown;
}

async function socketHub(next: (after: number) => Plan, asked: number[], token: string): Promise<FakeHub> {
  /** A refused upgrade is asked about by HTTP: that gets the same refusal. */
  let refusal = { status: 500, body: "" };
  const refused = () => new Response(refusal.body, { status: refusal.status });
  const server: Bun.Server<Visit> = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request, bun) {
      if (request.headers.get("upgrade") !== "websocket") return refused();
      refusal = { status: 401, body: NO_TOKEN };
      if (!request.headers.get("sec-websocket-protocol")?.includes(`bearer.${token}`)) return refused();
      const after = afterOf(request.url);
      const plan = next(after);
      if (typeof plan !== "function") {
        refusal = plan;
        return refused();
      }
      const isUpgraded = bun.upgrade(request, {
        data: { after, plan },
        headers: { "sec-websocket-protocol": "pushpals" },
      });
      // What is answered after an upgrade is ignored.
      return new Response(null, { status: isUpgraded ? 204 : 400 });
    },
    websocket: {
      data: {} as Visit,
      open(socket) {
        const { plan, after } = socket.data;
        plan({
          after,
          send: (text) => socket.send(text),
          end: () => socket.close(1000),
          drop: () => socket.close(1011),
        });
      },
      message(socket) {
        if (socket.data.after >= ECHOING) socket.send("");
      },
    },
  });
  return { url: `http://127.0.0.1:${server.port}`, asked, stop: () => server.stop(true) };
}

/** A connection from this cursor on has its keepalives answered. */
export const ECHOING = 1_000;
