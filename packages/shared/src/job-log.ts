import type { LogLine } from "@pushpals/protocol";
import { backoffMs, type Client, delay } from "@pushpals/sdk";

export interface JobLog {
  write(stream: LogLine["stream"], line: string): void;
  /** Resolves when every line so far was taken or given up. */
  close(): Promise<void>;
}

const MAX_LINE = 16_000;
const MAX_BATCH = 200;
const FLUSH_MS = 100;
/** Lines that may wait for the hub; a job that prints more while it is away loses the oldest, and the log says so. */
const MAX_WAITING = 20_000;
const TRIES = 6;
const HUB_AWAY = { baseMs: 200, maxMs: 3_000 };

/** The log of a claimed job: lines are sent in order, in batches of up to 200 or what came within 100 ms. */
export function jobLog(client: Client, jobId: string, leaseToken: string): JobLog {
  let waiting: { stream: LogLine["stream"]; line: string }[] = [];
  let lost = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> = Promise.resolve();
  let refused = false;

  const send = async () => {
    while (waiting.length > 0 && !refused) {
      const lines = waiting.splice(0, MAX_BATCH);
      if (lost > 0) lines.unshift({ stream: "system", line: `… ${lost} lines were lost while the server was away` });
      lost = 0;
      refused = !(await sendBatch(client, jobId, leaseToken, lines));
    }
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    sending = sending.then(send);
  };
  return {
    write(stream, line) {
      if (refused) return;
      if (waiting.length >= MAX_WAITING) {
        waiting = waiting.slice(MAX_BATCH);
        lost += MAX_BATCH;
      }
      waiting.push({ stream, line: line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 1)}…` : line });
      if (waiting.length >= MAX_BATCH) flush();
      else timer ??= setTimeout(flush, FLUSH_MS);
    },
    async close() {
      flush();
      await sending;
    },
  };
}

/** False when the lease is gone: then no further line is wanted. */
async function sendBatch(
  client: Client,
  jobId: string,
  leaseToken: string,
  lines: { stream: LogLine["stream"]; line: string }[],
): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await client.jobs.log({ id: jobId, leaseToken, lines });
    if (answer.ok) return true;
    if (!answer.retryable) return false;
    await delay(backoffMs(attempt, HUB_AWAY));
  }
  return true;
}
