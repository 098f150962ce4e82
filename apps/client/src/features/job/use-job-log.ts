import type { LogLine } from "@pushpals/protocol";
import { backoffMs, type Client, delay } from "@pushpals/sdk";
import { useEffect, useState } from "react";
import { useClient } from "../../lib/client";

export interface JobLog {
  lines: readonly LogLine[];
  /** Earlier lines that are not kept here. */
  dropped: number;
  state: "reading" | "live" | "ended" | "failed";
  /** Why it cannot be read now; it is tried again by itself. */
  reason: string | null;
}

const KEPT = 20_000;
const PAGE = 2_000;
const HELD_MS = 25_000;
/** At most so often a second is the screen drawn anew, however fast lines come. */
const PAUSE_MS = 200;
const BACKOFF = { baseMs: 500, maxMs: 15_000 };
const EMPTY: JobLog = { lines: [], dropped: 0, state: "reading", reason: null };

/** The log of a job from its first line, then as it is written, until the job has ended. A new attempt is a new reader. */
export function useJobLog(jobId: string): JobLog {
  const client = useClient();
  const [log, setLog] = useState<JobLog>(EMPTY);
  useEffect(() => {
    const abort = new AbortController();
    void follow(client, jobId, abort.signal, setLog);
    return () => abort.abort();
  }, [client, jobId]);
  return log;
}

type Change = (change: (log: JobLog) => JobLog) => void;

async function follow(client: Client, jobId: string, signal: AbortSignal, change: Change): Promise<void> {
  change(() => EMPTY);
  let afterId = 0;
  let caughtUp = false;
  for (let failures = 0; !signal.aborted; ) {
    const waitMs = caughtUp ? HELD_MS : 0;
    const page = await client.jobs.logs({ id: jobId, afterId, limit: PAGE, waitMs }, { signal });
    if (signal.aborted) return;
    if (!page.ok) {
      change((log) => ({ ...log, state: "failed", reason: page.message }));
      if (!page.retryable) return;
      failures += 1;
      await delay(backoffMs(failures, BACKOFF), signal);
      continue;
    }
    failures = 0;
    afterId = Math.max(page.cursor, afterId);
    caughtUp = page.logs.length < PAGE;
    const ended = page.ended && caughtUp;
    change((log) => added(log, page.logs, ended ? "ended" : caughtUp ? "live" : "reading"));
    if (ended) return;
    if (caughtUp) await delay(PAUSE_MS, signal);
  }
}

function added(log: JobLog, lines: readonly LogLine[], state: JobLog["state"]): JobLog {
  const all = lines.length === 0 ? log.lines : [...log.lines, ...lines];
  const over = Math.max(0, all.length - KEPT);
  return { lines: over > 0 ? all.slice(over) : all, dropped: log.dropped + over, state, reason: null };
}
