import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  type AgentContext,
  methods,
  type RequestPermissionRequest,
  type StopReason,
} from "@agentclientprotocol/sdk/unstable";
import type { Step } from "./script";

export interface Turn {
  client: AgentContext;
  sessionId: string;
  cwd: string;
  /** Aborts when the turn is cancelled. */
  signal: AbortSignal;
}

/** Does one step. A stop reason ends the turn. */
export async function perform(step: Step, turn: Turn): Promise<StopReason | null> {
  const { client, sessionId, cwd, signal } = turn;
  switch (step.do) {
    case "write":
      await asTool(turn, "edit", `write ${step.path}`, () => write(resolve(cwd, step.path), step.text));
      return null;
    case "shell":
      await asTool(turn, "execute", step.command, () => shell(step.command, cwd));
      return null;
    case "say":
      await say(turn, step.text);
      return null;
    case "plan": {
      const entries = step.entries.map((content, index) => ({
        content,
        priority: "medium" as const,
        status: index === 0 ? ("in_progress" as const) : ("pending" as const),
      }));
      await client.notify(methods.client.session.update, { sessionId, update: { sessionUpdate: "plan", entries } });
      return null;
    }
    case "ask": {
      const options = step.kinds.map((kind) => ({ optionId: `option-${kind}`, name: kind, kind }));
      const toolCall = { toolCallId: "asked", title: "dangerous thing", kind: "execute" as const };
      const request: RequestPermissionRequest = { sessionId, toolCall, options };
      const answer = await client.request(methods.client.session.requestPermission, request);
      await write(resolve(cwd, step.into), JSON.stringify(answer.outcome));
      return null;
    }
    case "client_write":
      await client.request(methods.client.fs.writeTextFile, { sessionId, path: step.path, content: step.text }).then(
        () => console.error(`client wrote ${step.path}`),
        (error: unknown) => console.error(`client refused ${step.path}: ${String(error)}`),
      );
      return null;
    case "client_read": {
      const { path } = step;
      const read = await client.request(methods.client.fs.readTextFile, { sessionId, path });
      await write(resolve(cwd, step.into), read.content);
      return null;
    }
    case "print":
      process.stdout.write(step.text);
      return null;
    case "flood":
      for (let n = 0; n < step.megabytes; n += 1) process.stdout.write("x".repeat(1024 * 1024));
      return null;
    case "ignore_signals":
      for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => undefined);
      return null;
    case "babble":
      while (!signal.aborted) {
        await say(turn, "still here\n");
        await Bun.sleep(step.everyMs);
      }
      return "cancelled";
    case "hang":
      console.error("hanging");
      return new Promise(() => undefined);
    case "exit":
      process.exit(step.code);
      break;
    case "stop":
      return step.reason;
    case "model": {
      const answer = await fetch(`${process.env["MODEL_URL"]}/v1/chat/completions`, {
        method: "POST",
        body: JSON.stringify({ model: "any", messages: [] }),
      });
      await write(resolve(cwd, step.into), await answer.text());
      return null;
    }
  }
}

async function write(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return `wrote ${path}`;
}

async function shell(command: string, cwd: string): Promise<string> {
  const child = Bun.spawn(["sh", "-c", command], { cwd, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [output, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(`exit ${child.exitCode}: ${errors}`);
  return output;
}

const say = ({ client, sessionId }: Turn, text: string) =>
  client.notify(methods.client.session.update, {
    sessionId,
    update: { sessionUpdate: "agent_message_chunk", content: { type: "text", text } },
  });

async function asTool(
  { client, sessionId }: Turn,
  kind: "edit" | "execute",
  title: string,
  use: () => Promise<string>,
): Promise<void> {
  const toolCallId = crypto.randomUUID();
  const update = (more: object) =>
    client.notify(methods.client.session.update, { sessionId, update: { toolCallId, ...more } as never });
  await update({ sessionUpdate: "tool_call", title, kind, status: "in_progress", rawInput: { title } });
  const [status, text] = await use().then(
    (output) => ["completed", output] as const,
    (error: unknown) => ["failed", String(error)] as const,
  );
  const content = [{ type: "content", content: { type: "text", text } }];
  await update({ sessionUpdate: "tool_call_update", status, content });
}
