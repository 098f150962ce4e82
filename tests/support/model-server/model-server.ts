import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { apiOf, modelList, WIRES } from "./apis";
import type { Api, ModelCall, Turn, WireEvent } from "./turn";

export type { Api, ModelCall, Turn } from "./turn";

/** A turn, the text of one, or a function of what was asked. */
export type Scripted = string | Turn | ((call: ModelCall) => string | Turn);

export interface ModelServer {
  /** `http://127.0.0.1:<port>`, without a path: `/v1` and `/v1beta` are below it. */
  url: string;
  /** Every call for an answer so far, also of those that were answered by an error. */
  calls: readonly ModelCall[];
  /** Requests for the list of models so far. */
  lists(): number;
  /** Adds turns to what will be answered, one a call. */
  script(...turns: Scripted[]): void;
  /** What is answered once the script is at its end; without it that is an error 500. */
  otherwise(turn: Scripted | null): void;
  /** Turns that nobody has asked for yet. */
  left(): number;
  stop(): Promise<void>;
}

export interface ModelServerOptions {
  /** Names in the list of models; default `test-model`. */
  models?: readonly string[] | (() => readonly string[]);
  /** Default: one that is free. */
  port?: number;
  /** Calls without this key are answered by 401. */
  key?: string;
}

const PIECE_CHARS = 20;

/**
 * A model's server that says what a test wants: OpenAI's chat completions and responses, Anthropic's messages and
 * Gemini's generateContent, streamed or not, with the faults of each. Answers in the order of the script.
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const turns: Scripted[] = [];
  const calls: ModelCall[] = [];
  let fallback: Scripted | null = null;
  let lists = 0;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (options.key !== undefined && !hasKey(request, options.key))
      return json(response, 401, { error: { message: "Incorrect API key provided", type: "invalid_request_error" } });
    const list = request.method === "GET" ? modelList(path, namesOf(options.models)) : null;
    if (list !== null) {
      lists += 1;
      return json(response, 200, list);
    }
    const api = apiOf(path);
    if (api === null || request.method !== "POST") return json(response, 404, { error: { message: `no ${path}` } });
    return void readCall(request, response, api, path).then((call) => {
      calls.push(call);
      const scripted = turns.shift() ?? fallback ?? { status: 500, text: "the script is at its end" };
      return answer(response, call, turnOf(scripted, call));
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    lists: () => lists,
    script: (...more) => void turns.push(...more),
    otherwise: (turn) => {
      fallback = turn;
    },
    left: () => turns.length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const namesOf = (models: ModelServerOptions["models"] = ["test-model"]): readonly string[] =>
  typeof models === "function" ? models() : models;

function turnOf(scripted: Scripted, call: ModelCall): Turn {
  const said = typeof scripted === "function" ? scripted(call) : scripted;
  return typeof said === "string" ? { text: said } : said;
}

const hasKey = ({ headers }: IncomingMessage, key: string): boolean =>
  [headers.authorization, headers["x-api-key"], headers["x-goog-api-key"]].some(
    (sent) => sent === key || sent === `Bearer ${key}`,
  );

async function readCall(
  request: IncomingMessage,
  response: ServerResponse,
  api: Api,
  path: string,
): Promise<ModelCall> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = JSON.parse(Buffer.concat(parts).toString("utf8")) as Record<string, unknown>;
  const fromPath = /\/models\/([^/:]+):/.exec(path)?.[1];
  return {
    api,
    path,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
    stream: body["stream"] === true || path.endsWith(":streamGenerateContent"),
    model: fromPath ?? String(body["model"]),
    gone: gone.signal,
  };
}

async function answer(response: ServerResponse, call: ModelCall, turn: Turn): Promise<void> {
  const wire = WIRES[call.api];
  const status = turn.status ?? 200;
  if (turn.hang) return;
  if (turn.rawBody !== undefined) {
    response.writeHead(status, { "content-type": "application/json", ...turn.headers });
    return void response.end(turn.rawBody);
  }
  if (status !== 200) return json(response, status, wire.error(status, turn.text ?? "scripted"), turn.headers);
  if (!call.stream && turn.cutAfterPieces === undefined)
    return json(response, 200, wire.body(turn, call), turn.headers);
  response.writeHead(200, { "content-type": "text/event-stream", ...turn.headers });
  await stream(response, wire.events(turn, call, piecesOf(turn)), turn, call.gone);
}

async function stream(response: ServerResponse, events: WireEvent[], turn: Turn, gone: AbortSignal): Promise<void> {
  let pieces = 0;
  for (const { event, data, isPiece } of events) {
    if (isPiece) {
      if (pieces === turn.cutAfterPieces) return void response.socket?.destroy();
      pieces += 1;
      if (turn.pieceMs !== undefined) await Bun.sleep(turn.pieceMs);
    }
    if (gone.aborted) return;
    const body = typeof data === "string" ? data : JSON.stringify(data);
    const frame = `${event === undefined ? "" : `event: ${event}\n`}data: ${body}\n\n`;
    await new Promise<void>((resolve) => void response.write(frame, () => resolve()));
  }
  response.end();
}

function piecesOf(turn: Turn): string[] {
  const text = turn.refusal ?? turn.text ?? "";
  const size = turn.pieceChars ?? PIECE_CHARS;
  return Array.from({ length: Math.ceil(text.length / size) }, (_, n) => text.slice(n * size, (n + 1) * size));
}

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
