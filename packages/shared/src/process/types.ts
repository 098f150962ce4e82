import type { Receipt } from "@pushpals/protocol";

export type OutputStream = "stdout" | "stderr";
export type TerminationReason = Receipt["terminationReason"];
/** `line` has no line end and at most MAX_LINE_CHARS characters; a longer line comes in several calls. */
export type LineListener = (stream: OutputStream, line: string) => void;

export interface RunOptions {
  command: readonly [string, ...string[]];
  cwd?: string | undefined;
  /** The WHOLE environment of the child; nothing is inherited. `minimalEnv()` gives PATH, HOME and LANG. */
  env: Record<string, string>;
  /** Written to the child's stdin, which is then closed. Without it stdin is empty. */
  stdin?: string | Uint8Array | undefined;
  /** Hard limit of the whole run in milliseconds. */
  timeoutMs: number;
  /** Ends the run when the child has written nothing for this long, in milliseconds. */
  idleMs?: number | undefined;
  /** Bytes kept per stream; default 16 MiB. `overflow` says what happens beyond. */
  maxOutputBytes?: number | undefined;
  /** `truncate` (default) goes on and keeps the first bytes; `kill` ends the run as `output_limit`. */
  overflow?: "truncate" | "kill" | undefined;
  signal?: AbortSignal | undefined;
  onLine?: LineListener | undefined;
  /** Time between SIGTERM and SIGKILL in milliseconds; default 2,000. */
  killGraceMs?: number | undefined;
  /** Called with the child's pid, which is also its group's, as soon as it runs. */
  onStart?: ((pid: number) => void) | undefined;
}

export interface RunResult {
  /** Null when a signal ended the process, or when it never ran. */
  exitCode: number | null;
  /** Name of the signal that ended the process, such as `SIGKILL`. */
  signal: string | null;
  /** What ended the run, set once by whatever came first. Success is `exited` with exit code 0, never the code alone. */
  terminationReason: TerminationReason;
  durationMs: number;
  stdout: Uint8Array;
  stderr: Uint8Array;
  outputTruncated: boolean;
  /** Hex SHA-256 of all output of both streams in the order it came, also of what was not kept. */
  outputSha256: string;
  /** Why nothing was started; only with `spawn_failed`. */
  error?: string;
}

/** Of a child that is talked to over its standard input and output. */
export interface TalkOptions
  extends Pick<RunOptions, "command" | "cwd" | "env" | "signal" | "killGraceMs" | "onStart"> {
  /** Lines of standard error. */
  onErrorLine?: ((line: string) => void) | undefined;
}

/** How a child ended that was talked to. Its whole group is dead. */
export interface TalkEnd {
  exitCode: number | null;
  signal: string | null;
  terminationReason: TerminationReason;
  /** Why nothing was started, or which limit of a sandbox ended it. */
  error?: string;
}

/** A long-lived child that is talked to. */
export interface Talk {
  /** 0 when it could not be started. */
  pid: number;
  /** Writes resolve when the pipe has taken them; they are dropped once the child has gone. */
  stdin: WritableStream<Uint8Array>;
  /** Ends with the child, also when something that outlived it holds the pipe. */
  stdout: ReadableStream<Uint8Array>;
  /** Never rejects. */
  ended: Promise<TalkEnd>;
  /** SIGTERM to the group, SIGKILL after the grace. Resolves like `ended`. */
  kill(): Promise<TalkEnd>;
}

export interface ServiceOptions {
  command: readonly [string, ...string[]];
  cwd?: string | undefined;
  /** The WHOLE environment of the child. */
  env: Record<string, string>;
  onLine?: LineListener | undefined;
}

/** A long-lived child in its own process group. */
export interface Service {
  pid: number;
  exited: Promise<{ exitCode: number | null; signal: string | null }>;
  /** SIGTERM to the group, SIGKILL after `graceMs` (default 5,000). Resolves when the group is gone. */
  stop(graceMs?: number): Promise<void>;
}
