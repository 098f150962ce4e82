import {
  type ClientApp,
  type ClientContext,
  type LoadSessionRequest,
  methods,
  type NewSessionRequest,
  PROTOCOL_VERSION,
  type PromptRequest,
  type PromptResponse,
  RequestError,
  type StopReason,
  type Stream,
} from "@agentclientprotocol/sdk/unstable";
import type { Talk } from "@pushpals/shared/process";

export interface TurnOptions {
  /** Handlers of what the agent asks and tells. */
  client: ClientApp;
  stream: Stream;
  talk: Talk;
  workspace: string;
  /** Session of an earlier process that is to be gone on with, where the agent can. */
  load: string | null;
  /** What to ask; a session that could not be loaded knows nothing of what was before. */
  prompt(loaded: boolean): string;
  /** Asked after each answer: what else to say in this turn; null when that is all. */
  more(): string | null;
  /** Called with the session before it is prompted, to be kept. */
  onSession(session: { id: string; canLoad: boolean }): Promise<void>;
  startTimeoutMs: number;
  idle: { readonly limitMs: number; onIdle(listener: () => void): void };
  signal: AbortSignal;
}

export type TurnEnd =
  | { ok: true; stopReason: StopReason; usage: PromptResponse["usage"] }
  | { ok: false; why: "not_started" | "idle" | "ended" | "aborted"; message: string };

/** Time that a cancelled agent has to answer before it is killed. */
const CANCEL_GRACE_MS = 1_000;
/** Time for the exit of a process whose pipe has just closed. */
const EXIT_GRACE_MS = 1_000;

/**
 * One prompt to an agent, from the first word to the last. The process is dead when this returns, with all that it
 * had started; whatever it said, the answer only tells how the conversation ended.
 */
export async function takeTurn(options: TurnOptions): Promise<TurnEnd> {
  const { client, stream, talk, signal } = options;
  const connection = client.connect(stream);
  const progress: Progress = { session: null };
  const stopped = Promise.withResolvers<TurnEnd>();
  const start = setTimeout(() => stopped.resolve(notStarted(options.startTimeoutMs)), options.startTimeoutMs);
  const onAbort = () => stopped.resolve({ ok: false, why: "aborted", message: "The agent was stopped." });
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  const talking = converse(connection.agent, options, progress, () => {
    clearTimeout(start);
    options.idle.onIdle(() => stopped.resolve(silent(options.idle.limitMs)));
  }).catch((error: unknown) => brokenOff(error, talk, progress));
  const gone = talk.ended.then(() => talking);
  try {
    const end = await Promise.race([talking, gone, stopped.promise]);
    if (!end.ok && end.why !== "ended" && end.why !== "not_started" && progress.session !== null)
      await cancel(connection.agent, progress.session, talking);
    return end;
  } finally {
    clearTimeout(start);
    signal.removeEventListener("abort", onAbort);
    await talk.kill();
    connection.close();
    await talking;
  }
}

interface Progress {
  session: string | null;
}

async function converse(
  agent: ClientContext,
  options: TurnOptions,
  progress: Progress,
  onStarted: () => void,
): Promise<TurnEnd> {
  const { agentCapabilities } = await agent.request(methods.agent.initialize, {
    protocolVersion: PROTOCOL_VERSION,
    clientInfo: { name: "pushpals", version: "1" },
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
  });
  const canLoad = agentCapabilities?.loadSession === true;
  const place: NewSessionRequest = { cwd: options.workspace, mcpServers: [] };
  const { load } = options;
  const found = load === null || !canLoad ? null : await loadSession(agent, { ...place, sessionId: load });
  const sessionId = found ?? (await agent.request(methods.agent.session.new, place)).sessionId;
  await options.onSession({ id: sessionId, canLoad });
  progress.session = sessionId;
  onStarted();
  const ask = (text: string) => {
    const request: PromptRequest = { sessionId, prompt: [{ type: "text", text }] };
    return agent.request(methods.agent.session.prompt, request);
  };
  let answer = await ask(options.prompt(found !== null));
  for (let more = options.more(); more !== null; more = options.more()) answer = await ask(more);
  return { ok: true, stopReason: answer.stopReason, usage: answer.usage };
}

/** Null when the agent does not know the session any more. */
async function loadSession(agent: ClientContext, request: LoadSessionRequest): Promise<string | null> {
  try {
    await agent.request(methods.agent.session.load, request);
    return request.sessionId;
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}

/** The conversation broke off: because the process has ended, or because of what it said. */
async function brokenOff(error: unknown, talk: Talk, progress: Progress): Promise<TurnEnd> {
  const end = await Promise.race([talk.ended, Bun.sleep(EXIT_GRACE_MS).then(() => null)]);
  const words = error instanceof Error ? error.message : String(error);
  const how =
    end === null ? words : (end.error ?? `it ended with ${end.exitCode ?? end.signal ?? end.terminationReason}`);
  return progress.session === null
    ? { ok: false, why: "not_started", message: `The agent could not be started: ${how}.` }
    : { ok: false, why: "ended", message: `The agent broke off in the middle of its turn: ${how}.` };
}

async function cancel(agent: ClientContext, sessionId: string, talking: Promise<unknown>): Promise<void> {
  const asked = agent.notify(methods.agent.session.cancel, { sessionId }).then(
    () => talking,
    (_gone: unknown) => undefined,
  );
  await Promise.race([asked, Bun.sleep(CANCEL_GRACE_MS)]);
}

const notStarted = (ms: number): TurnEnd => ({
  ok: false,
  why: "not_started",
  message: `The agent had not opened a session after ${ms / 1000} s.`,
});

const silent = (ms: number): TurnEnd => ({
  ok: false,
  why: "idle",
  message: `The agent said nothing for ${ms / 1000} s and was ended.`,
});
