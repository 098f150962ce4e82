import type { FileSink } from "bun";

export interface SpawnOptions {
  command: readonly [string, ...string[]];
  cwd?: string | undefined;
  env: Record<string, string>;
  /** Bytes for stdin, or `pipe` for one that stays open as long as this process lives. */
  stdin: Uint8Array | "pipe";
}

export interface Child {
  /** Also the id of its process group. */
  pid: number;
  /** Null unless it was asked for as `pipe`. */
  stdin: FileSink | null;
  stdout: ReadableStream<Uint8Array>;
  stderr: ReadableStream<Uint8Array>;
  exited: Promise<{ exitCode: number | null; signal: string | null }>;
}

/** Starts a program as the leader of its own session and process group. */
export function spawnGroup(options: SpawnOptions): { ok: true; child: Child } | { ok: false; error: string } {
  try {
    const process = Bun.spawn([...options.command], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: options.env,
      stdin: options.stdin === "pipe" || options.stdin.length > 0 ? options.stdin : "ignore",
      stdout: "pipe",
      stderr: "pipe",
      detached: true,
    });
    return {
      ok: true,
      child: {
        pid: process.pid,
        stdin: typeof process.stdin === "object" ? process.stdin : null,
        stdout: process.stdout,
        stderr: process.stderr,
        exited: process.exited.then(() => ({
          exitCode: process.signalCode === null ? process.exitCode : null,
          signal: process.signalCode === null ? null : String(process.signalCode),
        })),
      },
    };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
