import type { jobRoutes, LogLine, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { isTerminal } from "../queue/codes";
import { findItem, isRefusal } from "../queue/find-item";
import { statement } from "../store/statement";

type Reply = RouteReply<typeof jobRoutes.logs>;

const DEFAULT_LIMIT = 500;
const LINES = statement<LogLine>(
  "SELECT id, ts, stream, line FROM job_logs WHERE job_seq = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
);

/** Lines of a job's log after an id. With `waitMs`, held until there is one or the job has ended. */
export async function readLogs(
  core: Core,
  input: Parsed<typeof jobRoutes.logs>,
  signal?: AbortSignal,
): Promise<Reply | Refusal> {
  const until = core.clock.now() + (input.waitMs ?? 0);
  const limit = input.limit ?? DEFAULT_LIMIT;
  const afterId = input.afterId ?? 0;
  for (;;) {
    const item = await findItem(core.store.read, "jobs", input.id);
    if (isRefusal(item)) return item;
    // Listen before reading, so that a line that comes in between wakes us.
    const stop = new AbortController();
    const left = until - core.clock.now();
    const wake = Promise.race([
      core.queue.signals.wait(`log:${item.id}`, left, stop.signal),
      core.queue.signals.wait(`item:${item.id}`, left, stop.signal),
    ]);
    const logs = await core.store.read.all(LINES, item.seq, afterId, limit);
    const ended = isTerminal(item.status) && logs.length < limit;
    if (logs.length > 0 || ended || left <= 0 || signal?.aborted || core.queue.waiters.closed) {
      stop.abort();
      return { ok: true, jobId: item.id, logs, cursor: logs.at(-1)?.id ?? afterId, ended };
    }
    const onAbort = () => stop.abort();
    signal?.addEventListener("abort", onAbort, { once: true });
    await wake;
    signal?.removeEventListener("abort", onAbort);
    stop.abort();
  }
}
