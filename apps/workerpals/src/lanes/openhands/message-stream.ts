import type { AnyMessage, Stream } from "@agentclientprotocol/sdk/unstable";
import type { Talk } from "@pushpals/shared/process";

/** Longest message that is taken from an agent, in characters: a whole file may be in it. */
const MAX_MESSAGE_CHARS = 32 * 1024 * 1024;

/**
 * The protocol's messages over the pipes of an agent. Agents print other things there too: lines that are no message
 * go to `onOther`, and the conversation goes on.
 */
export function messageStream(talk: Pick<Talk, "stdin" | "stdout">, onOther: (line: string) => void): Stream {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const stdin = talk.stdin.getWriter();
  let rest = "";
  const take = (line: string, controller: TransformStreamDefaultController<AnyMessage>) => {
    if (line.trim() === "") return;
    const message = asMessage(line);
    if (message === null) onOther(line);
    else controller.enqueue(message);
  };
  const split = new TransformStream<Uint8Array, AnyMessage>({
    transform: (chunk, controller) => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) take(line, controller);
      if (rest.length > MAX_MESSAGE_CHARS) controller.error(new Error("the agent sent a line without an end"));
    },
    flush: (controller) => take(rest + decoder.decode(), controller),
  });
  return {
    readable: talk.stdout.pipeThrough(split),
    writable: new WritableStream({
      write: (message) => stdin.write(encoder.encode(`${JSON.stringify(message)}\n`)),
      close: () => stdin.close(),
    }),
  };
}

function asMessage(line: string): AnyMessage | null {
  if (!line.trimStart().startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "jsonrpc" in value ? (value as AnyMessage) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
