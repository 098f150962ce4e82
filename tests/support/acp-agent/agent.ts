/**
 * A coding agent that does what the task's text says: the other side of every test of the openhands lane, as a
 * program of its own. Environment: `AGENT_START` (`hang`, `exit`, `print`) for one that does not come up;
 * `AGENT_CAN_LOAD=1` for one that remembers its sessions in HOME.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { agent, methods, ndJsonStream, PROTOCOL_VERSION, RequestError } from "@agentclientprotocol/sdk/unstable";
import { perform } from "./perform";
import { type Script, scriptIn } from "./script";

interface Session {
  cwd: string;
  script: Script | null;
  /** Prompts so far. */
  round: number;
}

const canLoad = process.env["AGENT_CAN_LOAD"] === "1";
const folder = join(process.env["HOME"] ?? homedir(), "sessions");
const sessions = new Map<string, Session>();
const cancelled = new Map<string, AbortController>();

if (process.argv.includes("--version")) {
  console.log("scripted agent 1.2.3");
  process.exit(0);
}
const start = process.env["AGENT_START"] ?? "";
if (start === "exit") {
  console.error("no licence was found");
  process.exit(4);
}
if (start === "print") console.log("Welcome!\nUpdate available: {run} me");
if (start === "hang") await new Promise(() => setInterval(() => undefined, 1_000));

const save = async (id: string, session: Session): Promise<void> => {
  sessions.set(id, session);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, id), JSON.stringify(session));
};

const input = new ReadableStream<Uint8Array>({
  start: (controller) => {
    process.stdin.on("data", (chunk: Buffer) => controller.enqueue(new Uint8Array(chunk)));
    process.stdin.on("end", () => process.exit(0));
  },
});
const output = new WritableStream<Uint8Array>({
  write: (chunk) =>
    new Promise((resolve, reject) => process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()))),
});

agent({ name: "scripted" })
  .onRequest(methods.agent.initialize, () => ({
    protocolVersion: PROTOCOL_VERSION,
    agentCapabilities: { loadSession: canLoad },
  }))
  .onRequest(methods.agent.session.new, async ({ params }) => {
    const sessionId = crypto.randomUUID();
    await save(sessionId, { cwd: params.cwd, script: null, round: 0 });
    return { sessionId };
  })
  .onRequest(methods.agent.session.load, async ({ params }) => {
    const kept = await readFile(join(folder, params.sessionId), "utf8").catch(() => null);
    if (kept === null) throw RequestError.resourceNotFound(params.sessionId);
    sessions.set(params.sessionId, { ...(JSON.parse(kept) as Session), cwd: params.cwd });
    console.error("loaded the session");
    return {};
  })
  .onRequest(methods.agent.session.prompt, async ({ params, client }) => {
    const { sessionId } = params;
    const session = sessions.get(sessionId);
    if (!session) throw RequestError.resourceNotFound(sessionId);
    const text = params.prompt.map((block) => (block.type === "text" ? block.text : "")).join("\n");
    for (const line of text.split("\n")) console.error(`prompt: ${line}`);
    const script = scriptIn(text) ?? session.script;
    if (!script) throw RequestError.invalidParams(undefined, "no script");
    // A process that starts anew without a session knows its round by what it left in HOME.
    const counter = join(process.env["HOME"] ?? homedir(), "round");
    const round = Number(await readFile(counter, "utf8").catch(() => "0"));
    await writeFile(counter, String(round + 1));
    await save(sessionId, { ...session, script, round: round + 1 });
    const stop = new AbortController();
    cancelled.set(sessionId, stop);
    for (const step of script[Math.min(round, script.length - 1)] ?? []) {
      const reason = await perform(step, { client, sessionId, cwd: session.cwd, signal: stop.signal });
      if (reason !== null) return { stopReason: reason };
    }
    return { stopReason: "end_turn" as const, usage: { totalTokens: 30, inputTokens: 20, outputTokens: 10 } };
  })
  .onNotification(methods.agent.session.cancel, ({ params }) => {
    console.error("asked to cancel");
    cancelled.get(params.sessionId)?.abort();
  })
  .connect(ndJsonStream(output, input));
