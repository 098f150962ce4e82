import { backoffMs, delay } from "@pushpals/shared/lifecycle";
import { type Service, startService } from "@pushpals/shared/process";

export interface SuperviseOptions {
  command: readonly [string, ...string[]];
  cwd: string;
  env: Record<string, string>;
  onLine(line: string): void;
  /** Told of each end that nobody asked for, and of what comes next. */
  onDeath(what: string): void;
}

export interface Supervised {
  /** How often it ended by itself in a row. */
  deaths(): number;
  /** Ends it for good: SIGTERM, then SIGKILL. */
  stop(graceMs: number): Promise<void>;
}

const BACKOFF = { baseMs: 500, maxMs: 15_000 };
/** One that ran this long was well: the next death starts the back-off anew. */
const WELL_AFTER_MS = 30_000;

/** Keeps a service running: one that ends by itself is started again, after a growing pause. */
export function supervise(options: SuperviseOptions): Supervised {
  const ending = new AbortController();
  let service: Service | null = null;
  let deaths = 0;
  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const startedAt = performance.now();
      service = startService({ ...options, onLine: (_stream, line) => options.onLine(line) });
      const { exitCode, signal } = await service.exited;
      if (ending.signal.aborted) return;
      deaths = performance.now() - startedAt > WELL_AFTER_MS ? 1 : deaths + 1;
      const pauseMs = backoffMs(deaths, BACKOFF);
      options.onDeath(
        `ended by itself (${signal ?? `exit code ${exitCode}`}); started again in ${(pauseMs / 1000).toFixed(1)} s`,
      );
      await delay(pauseMs, ending.signal);
    }
  };
  const ended = loop();
  return {
    deaths: () => deaths,
    stop: async (graceMs) => {
      ending.abort();
      await service?.stop(graceMs);
      await ended;
    },
  };
}
