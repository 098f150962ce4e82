import { writeSync } from "node:fs";
import pino, { type Logger } from "pino";
import { redact, redactText } from "./redact";

export type Log = Logger;

export interface LogOptions {
  /** Who writes: `server`, `workerpal-1`, … */
  service: string;
  level?: string;
  /** Standard output unless told; for tests. */
  destination?: { write(line: string): void };
}

/**
 * JSON lines without secrets; `time` is milliseconds since the epoch. Each line is out when the call returns, so
 * nothing is lost when the process ends. Fields are masked by their keys, and the whole line by what secrets look like,
 * so that no way into the line (message, format argument, child, error) goes around it.
 */
export function createLog({ service, level = "info", destination = standardOutput }: LogOptions): Log {
  const fields = (given: object) => redact(given) as Record<string, unknown>;
  const log = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.epochTime,
      formatters: { level: (label) => ({ level: label }), log: fields },
      serializers: { err: redact },
    },
    { write: (line) => destination.write(redactText(line)) },
  );
  // pino has a formatter for the bindings of the root only. Children inherit this method, and so do theirs.
  const plainChild = log.child;
  log.child = function (this: Log, bindings: object, ...options: never[]) {
    return plainChild.call(this, fields(bindings), ...options);
  } as typeof log.child;
  return log;
}

const standardOutput = {
  write(line: string): void {
    let rest: Uint8Array = Buffer.from(line);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(1, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // A full pipe: its reader is behind, and waiting for it is better than losing the line.
        if (code === "EAGAIN") Bun.sleepSync(1);
        // Nobody reads any more. That is no reason to end work in hand.
        else if (code === "EPIPE" || code === "EBADF" || code === "EIO") return;
        else throw error;
      }
    }
  },
};
