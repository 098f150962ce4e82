import { backoffMs, delay } from "@pushpals/sdk";
import type { Log } from "@pushpals/shared/log";
import type { Service } from "@pushpals/shared/process";

export type OnLine = (stream: "stdout" | "stderr", line: string) => void;

export interface KeepWorkerOptions {
  workerId: string;
  /** With `mayRetire`, the worker is to end by itself once it has been idle for long enough. */
  start(workerId: string, onLine: OnLine, mayRetire: boolean): Service;
  mayRetire: boolean;
  /** Gets every line that the worker prints. */
  onLine(workerId: string, stream: "stdout" | "stderr", line: string): void;
  log: Log;
  /** Aborts when the worker is to end for good. */
  draining: AbortSignal;
  /** From SIGTERM to SIGKILL. */
  stopGraceMs: number;
}

const RESTART = { baseMs: 500, maxMs: 30_000 };
/** A worker that lived this long has started well: its next death is a first one again. */
const HEALTHY_MS = 60_000;
const TOLD_LINES = 10;

/**
 * Keeps one worker running: starts it, replaces it with a growing pause when it dies, and says why it died.
 * Returns when it has been stopped for good or has retired, with none of its process group left.
 */
export async function keepWorker(options: KeepWorkerOptions): Promise<void> {
  const { workerId, log, draining } = options;
  for (let deaths = 0; !draining.aborted; ) {
    const life = await liveOnce(options);
    if (draining.aborted) return;
    if (options.mayRetire && life.exitCode === 0) return log.info({ workerId }, `${workerId} was idle and has ended`);
    deaths = life.aliveMs >= HEALTHY_MS ? 1 : deaths + 1;
    const restartInMs = backoffMs(deaths, RESTART);
    const { exitCode, signal, aliveMs, lastLines } = life;
    const why = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
    log.error({ workerId, exitCode, signal, aliveMs, deaths, restartInMs, lastLines }, `${workerId} died: ${why}`);
    await delay(restartInMs, draining);
  }
}

async function liveOnce({ workerId, start, mayRetire, onLine, log, draining, stopGraceMs }: KeepWorkerOptions) {
  const startedAt = performance.now();
  const lastLines: string[] = [];
  const service = start(
    workerId,
    (stream, line) => {
      lastLines.push(line.slice(0, 500));
      if (lastLines.length > TOLD_LINES) lastLines.shift();
      onLine(workerId, stream, line);
    },
    mayRetire,
  );
  log.info({ workerId, pid: service.pid }, `${workerId} started`);
  const stop = () => void service.stop(stopGraceMs);
  draining.addEventListener("abort", stop, { once: true });
  if (draining.aborted) stop();
  const exit = await service.exited;
  draining.removeEventListener("abort", stop);
  return { ...exit, lastLines, aliveMs: Math.round(performance.now() - startedAt) };
}
