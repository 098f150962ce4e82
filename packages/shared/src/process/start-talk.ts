import type { FileSink } from "bun";
import { spawnGroup } from "./spawn";
import type { Talk, TalkOptions } from "./types";
import { watchChild } from "./watch-child";

/**
 * Starts a program in its own process group to talk to it over its standard input and output. There is no limit of
 * time: the caller ends it, by `kill` or the signal. Never rejects: what went wrong stands in `ended`.
 */
export function startTalk(options: TalkOptions): Talk {
  if (options.signal?.aborted) return talkNotStarted("cancelled");
  const spawned = spawnGroup({ ...options, stdin: "pipe" });
  if (!spawned.ok) return talkNotStarted("spawn_failed", spawned.error);
  const { child } = spawned;
  options.onStart?.(child.pid);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const stdout = writable.getWriter();
  const { onErrorLine } = options;
  const watch = watchChild(child, {
    signal: options.signal,
    killGraceMs: options.killGraceMs,
    maxOutputBytes: 0,
    onLine: onErrorLine && ((stream, line) => stream === "stderr" && onErrorLine(line)),
    onStdout: (chunk) => stdout.write(chunk).catch(nobodyReads),
  });
  const ended = watch.ended.then((end) => {
    // Not awaited: a stream with output in it that nobody reads never closes.
    void stdout.close().catch(nobodyReads);
    return end;
  });
  return {
    pid: child.pid,
    stdin: writerTo(child.stdin),
    stdout: readable,
    ended,
    kill: () => {
      watch.end("cancelled");
      return ended;
    },
  };
}

const writerTo = (sink: FileSink | null): WritableStream<Uint8Array> =>
  new WritableStream({
    write: async (chunk) => {
      try {
        sink?.write(chunk);
        await sink?.flush();
      } catch (error) {
        if (!isClosedPipe(error)) throw error;
      }
    },
    close: async () => {
      await sink?.end();
    },
  });

/** The child went first: how it ended is told by `ended`. */
const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && "code" in error && ["EPIPE", "ECONNRESET", "EBADF"].includes(String(error.code));

const nobodyReads = (_cancelled: unknown): void => undefined;

export function talkNotStarted(terminationReason: "cancelled" | "spawn_failed", error?: string): Talk {
  const end = { exitCode: null, signal: null, terminationReason, ...(error === undefined ? {} : { error }) };
  const ended = Promise.resolve(end);
  return {
    pid: 0,
    stdin: new WritableStream(),
    stdout: new ReadableStream({ start: (controller) => controller.close() }),
    ended,
    kill: () => ended,
  };
}
