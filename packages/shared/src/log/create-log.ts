import pino, { type Logger } from "pino";
import { redact } from "./redact";

export type Log = Logger;

export interface LogOptions {
  /** Who writes: `server`, `workerpal-1`, … */
  service: string;
  level?: string;
  /** Standard output unless told; for tests. */
  destination?: { write(line: string): void };
}

/** JSON lines without secrets, written at once, so that nothing is lost when the process ends. */
export function createLog({ service, level = "info", destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.epochTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => redact(fields) as Record<string, unknown> },
      serializers: { err: redact },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg) => (typeof arg === "string" ? redact(arg) : arg)) as Parameters<typeof method>,
          );
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
