import type { LogLine } from "@pushpals/protocol";
import { backoffMs, type Client, delay, timeLimit } from "@pushpals/sdk";

export interface JobLog {
  write(stream: LogLine["stream"], line: string): void;
  /** Resolves when every line so far was taken, or given up after a few seconds. */
  close(): Promise<void>;
}

type Line = Pick<LogLine, "stream" | "line">;

const MAX_LINE = 16_000;
const MAX_BATCH = 200;
const FLUSH_MS = 100;
/** Lines that may wait for the hub; a job that prints more while it is away loses the oldest, and the log says so. */
const MAX_WAITING = 20_000;
const BROKEN_TRIES = 5;
const HUB_AWAY = { baseMs: 200, maxMs: 3_000 };
/** How long the end of a job waits for its log. */
const CLOSE_MS = 10_000;

/**
 * The log of a claimed job: lines are sent in order, in batches of up to 200 or what came within 100 ms. While the hub
 * is away they wait; once the lease is gone they are dropped.
 */
export function jobLog(client: Client, jobId: string, leaseToken: string, closeMs = CLOSE_MS): JobLog {
  const giveUp = new AbortController();
  const waiting: Line[] = [];
  let lost = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> = Promise.resolve();

  const send = async () => {
    while (waiting.length > 0 && !giveUp.signal.aborted) {
      const batch = waiting.splice(0, MAX_BATCH);
      const gap: Line[] = lost > 0 ? [{ stream: "system", line: `… ${lost} lines were lost here` }] : [];
      lost = 0;
      const outcome = await sendBatch(client, { id: jobId, leaseToken, lines: [...gap, ...batch] }, giveUp.signal);
      if (outcome === "refused") giveUp.abort();
      if (outcome === "broken") lost += batch.length;
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    sending = sending.then(send);
  };
  return {
    write(stream, line) {
      if (giveUp.signal.aborted) return;
      if (waiting.length >= MAX_WAITING) {
        waiting.splice(0, MAX_BATCH);
        lost += MAX_BATCH;
      }
      waiting.push({ stream, line: line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 1)}…` : line });
      if (waiting.length >= MAX_BATCH) flush();
      else timer ??= setTimeout(flush, FLUSH_MS);
    },
    async close() {
      const limit = timeLimit(closeMs);
      limit.signal.addEventListener("abort", () => giveUp.abort());
      flush();
      await sending;
      limit.release();
    },
  };
}

interface Batch {
  id: string;
  leaseToken: string;
  lines: Line[];
}

/** `refused`: the lease is gone, no further line is wanted. `broken`: the hub fails on this very batch. */
async function sendBatch(client: Client, batch: Batch, signal: AbortSignal): Promise<"taken" | "refused" | "broken"> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    const answer = await client.jobs.log(batch, { signal });
    if (answer.ok) return "taken";
    if (!answer.retryable) return "refused";
    if (answer.code === "internal" && attempt >= BROKEN_TRIES) return "broken";
    await delay(backoffMs(attempt, HUB_AWAY), signal);
  }
  return "broken";
}
