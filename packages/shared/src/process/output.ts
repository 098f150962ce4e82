import { createHash } from "node:crypto";
import { LineSplitter } from "./lines";
import type { LineListener, OutputStream } from "./types";

export interface OutputOptions {
  maxBytes: number;
  onLine?: LineListener | undefined;
  /** Gets each chunk of standard output; more is read once it has resolved. */
  onStdout?: ((chunk: Uint8Array) => Promise<void>) | undefined;
  /** Called for each chunk that comes. */
  onActivity(): void;
  /** Called once, when a stream has given more than maxBytes. */
  onOverflow(): void;
}

type Reader = ReturnType<typeof readerOf>;
const readerOf = (pipe: ReadableStream<Uint8Array>) => pipe.getReader();

/** Reads the pipes of a child: keeps the first bytes of each, hashes all, splits lines. */
export class Output {
  readonly #options: OutputOptions;
  readonly #hash = createHash("sha256");
  readonly #kept: Record<OutputStream, { chunks: Uint8Array[]; bytes: number }> = {
    stdout: { chunks: [], bytes: 0 },
    stderr: { chunks: [], bytes: 0 },
  };
  readonly #readers: Reader[] = [];
  readonly #finished: Promise<void>[] = [];
  /** Resolved when the reading stops for good, whoever still has to take what was read. */
  readonly #cutOff = Promise.withResolvers<void>();
  #lastActivity = 0;
  truncated = false;

  constructor(options: OutputOptions) {
    this.#options = options;
  }

  read(stream: OutputStream, pipe: ReadableStream<Uint8Array>): void {
    const reader = readerOf(pipe);
    this.#readers.push(reader);
    this.#finished.push(this.#consume(stream, reader));
  }

  /**
   * Resolves at the end of both pipes, or when they are held open by a process that outlived the child:
   * after `quietMs` without data, and after `maxMs` in any case. Nothing is read after that.
   */
  async drain(quietMs: number, maxMs: number): Promise<void> {
    const ended = Promise.all(this.#finished).then(() => true);
    const start = performance.now();
    this.#lastActivity = start;
    for (;;) {
      const now = performance.now();
      const wait = Math.min(this.#lastActivity + quietMs, start + maxMs) - now;
      if (wait <= 0) break;
      if (await Promise.race([ended, Bun.sleep(wait).then(() => false)])) return;
    }
    this.#cutOff.resolve();
    await Promise.all(this.#readers.map((reader) => reader.cancel().catch(ignoreClosedPipe)));
    await ended;
  }

  bytes(stream: OutputStream): Uint8Array {
    return Buffer.concat(this.#kept[stream].chunks);
  }

  sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  async #consume(stream: OutputStream, reader: Reader): Promise<void> {
    const { onLine } = this.#options;
    const lines = onLine ? new LineSplitter((line) => onLine(stream, line)) : null;
    for (;;) {
      const next = await reader.read().catch(asEnd);
      if (next.done) break;
      this.#keep(stream, next.value);
      lines?.push(next.value);
      if (stream === "stdout") await Promise.race([this.#options.onStdout?.(next.value), this.#cutOff.promise]);
    }
    lines?.end();
  }

  #keep(stream: OutputStream, chunk: Uint8Array): void {
    this.#lastActivity = performance.now();
    this.#options.onActivity();
    this.#hash.update(chunk);
    const kept = this.#kept[stream];
    const room = this.#options.maxBytes - kept.bytes;
    if (room > 0) {
      const part = chunk.length > room ? chunk.slice(0, room) : chunk;
      kept.chunks.push(part);
      kept.bytes += part.length;
    }
    if (chunk.length > room && !this.truncated) {
      this.truncated = true;
      this.#options.onOverflow();
    }
  }
}

/** A pipe that breaks has ended: what came before counts. */
const asEnd = (_broken: unknown) => ({ done: true, value: undefined }) as const;
const ignoreClosedPipe = (_alreadyClosed: unknown): void => undefined;
