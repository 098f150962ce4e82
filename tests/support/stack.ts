import { join, resolve } from "node:path";
import type { Envelope, EventPayload, EventType } from "@pushpals/protocol";
import { type Client, createClient, sendMessage, streamEvents } from "@pushpals/sdk";
import { buildClient } from "../../scripts/client/build-client";
import { freePorts } from "../../scripts/free-ports";
import { personEnv, type TestRepository } from "./repository";
import { isComplete, operatorToken } from "./team";
import { waitFor } from "./wait-for";

const PROJECT = resolve(import.meta.dir, "../..");

export interface StackOptions {
  workers?: number;
  /** More `PUSHPALS_…` variables. */
  env?: Record<string, string>;
  /** Serve the client too. The first time on a machine it has to be exported, which takes minutes. */
  client?: boolean;
}

/** Limit for the export of the client. */
const EXPORT_LIMIT_MS = 15 * 60_000;

/** What came of one message. */
export interface Outcome {
  mode: "local" | "remote";
  answer: string;
  requestId?: string;
  ended?: Extract<EventPayload<"status">, { state: "request_ended" }>;
  events: Envelope[];
}

/** A running Push Pals, started as a person starts it: `start`, with real processes. */
export interface Stack {
  client: Client;
  serverUrl: string;
  localUrl: string;
  token: string;
  dataDir: string;
  sessionId: string;
  pid: number;
  /** All that `start` printed so far. */
  output(): string;
  /** Sends a message and returns once LocalBuddy has answered or queued it. */
  post(text: string, options?: { idempotencyKey?: string }): Promise<Outcome>;
  /** Waits for the end of all that came of a request. */
  outcomeOf(requestId: string): Promise<Outcome>;
  /** `post`, then `outcomeOf` when it went into the queue. */
  send(text: string): Promise<Outcome>;
  /** Every durable event of the session from cursor 0; fails on a gap. */
  replay(): Promise<Envelope[]>;
  /** SIGINT, as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number>;
}

/**
 * The client of these very sources, before the stack starts: that serves what an older source made until the new build is
 * there, and a test would look at that.
 */
async function haveClient(): Promise<void> {
  const built = await buildClient({
    folder: join(PROJECT, "outputs/client"),
    say: (line) => console.log(line),
    signal: AbortSignal.timeout(EXPORT_LIMIT_MS),
  });
  if (!built.ok) throw new Error(`the client is not built: ${built.message}`);
}

/** Starts the whole stack on a repository and waits until every service is online. */
export async function startStack(repository: TestRepository, options: StackOptions = {}): Promise<Stack> {
  if (options.client) await haveClient();
  const [server, local, scm] = freePorts(3) as [number, number, number];
  const workers = options.workers ?? 2;
  const dataDir = join(repository.root, "data");
  const serverUrl = `http://127.0.0.1:${server}`;
  const localUrl = `http://127.0.0.1:${local}`;
  const sessionId = "dev";
  const more = options.client ? [] : ["--no-client"];
  const child = Bun.spawn([process.execPath, "scripts/run.ts", "start", "--repo", repository.dir, ...more], {
    cwd: PROJECT,
    env: {
      ...personEnv(),
      PUSHPALS_DATA_DIR: dataDir,
      PUSHPALS_SERVER_PORT: String(server),
      PUSHPALS_LOCALBUDDY_PORT: String(local),
      PUSHPALS_SOURCE_CONTROL_MANAGER_PORT: String(scm),
      REMOTEBUDDY_MAX_WORKERPALS: String(workers),
      ...options.env,
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let output = "";
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) output += decoder.decode(chunk, { stream: true });
  };
  void collect(child.stdout);
  void collect(child.stderr);
  const stop = async () => {
    child.kill("SIGINT");
    return await child.exited;
  };
  const waitUp = <T>(what: string, ask: () => Promise<T | null>) =>
    waitFor(
      what,
      () => {
        if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}:\n${output}`);
        return ask();
      },
      () => output,
    );

  let token: string;
  let client: Client;
  try {
    token = await waitUp("the operator's token", () => operatorToken(dataDir));
    client = createClient({ baseUrl: serverUrl, token });
    await waitUp("all services online", async () => ((await isComplete(client, localUrl, workers)) ? true : null));
  } catch (error) {
    await stop();
    throw error;
  }

  const outcomeOf = async (requestId: string): Promise<Outcome> => {
    const events: Envelope[] = [];
    const abort = new AbortController();
    for await (const item of streamEvents({ baseUrl: serverUrl, token, sessionId, after: 0, signal: abort.signal })) {
      if (item.type === "end") throw new Error(`the stream ended: ${JSON.stringify(item)}`);
      const { envelope } = item.frame;
      if (!belongsTo(envelope, requestId)) continue;
      events.push(envelope);
      if (envelope.type === "status" && envelope.payload.state === "request_ended") {
        abort.abort();
        return { mode: "remote", answer: "", requestId, ended: envelope.payload, events };
      }
    }
    throw new Error("the stream ended without the end of the request");
  };

  const post: Stack["post"] = async (text, more) => {
    for await (const event of sendMessage({ baseUrl: localUrl, token, text, sessionId, ...more })) {
      if (event.type === "error") throw new Error(`LocalBuddy: ${event.message}`);
      if (event.type !== "complete") continue;
      const { data } = event;
      return {
        mode: data.mode,
        answer: event.message,
        events: [],
        ...(data.mode === "remote" ? { requestId: data.requestId } : {}),
      };
    }
    throw new Error("LocalBuddy's answer had no end");
  };

  return {
    client,
    serverUrl,
    localUrl,
    token,
    dataDir,
    sessionId,
    pid: child.pid,
    output: () => output,
    post,
    outcomeOf,
    send: async (text) => {
      const posted = await post(text);
      return posted.requestId ? await outcomeOf(posted.requestId) : posted;
    },
    replay: async () => {
      const events: Envelope[] = [];
      for await (const item of streamEvents({ baseUrl: serverUrl, token, sessionId, after: 0, follow: false })) {
        if (item.type === "end") break;
        if (item.frame.cursor !== events.length + 1)
          throw new Error(`a gap: cursor ${item.frame.cursor} after ${events.length}`);
        events.push(item.frame.envelope);
      }
      return events;
    },
    stop,
  };
}

/** Whether an event is about a request or one of its jobs. */
function belongsTo(envelope: Envelope, requestId: string): boolean {
  const payload = envelope.payload as { requestId?: string };
  return payload.requestId === requestId || envelope.correlationId === requestId;
}

/** The payloads of one type, in order. */
export function payloadsOf<T extends EventType>(events: readonly Envelope[], type: T): EventPayload<T>[] {
  return events.filter((event) => event.type === type).map((event) => event.payload as EventPayload<T>);
}

/** The jobs' outcomes of a message that went into the queue; throws where it did not end. */
export function endOf(outcome: Outcome): string {
  if (!outcome.ended) throw new Error(`not ended: ${JSON.stringify(outcome)}`);
  return outcome.ended.outcome;
}
