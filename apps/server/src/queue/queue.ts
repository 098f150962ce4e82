import type { Clock } from "../clock";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import { Book, type Entry } from "./book";
import { COMPLETED, PENDING } from "./codes";
import { Deadlines } from "./deadlines";
import { ServiceTimes } from "./service-times";
import { Signals } from "./signals";
import { type Sample, SLO_WINDOW_MS, SloWindow } from "./slo-window";
import { Waiters } from "./waiters";

export interface QueueSettings {
  leaseMs: number;
  maxAttempts: number;
  /** Milliseconds before the attempt after this many. */
  backoffMs(attempts: number): number;
}

/** The one leased queue behind requests, jobs and completions: what it keeps in memory beside the store. */
export interface Queue {
  clock: Clock;
  settings: QueueSettings;
  book: Book;
  waiters: Waiters;
  times: ServiceTimes;
  slo: readonly [SloWindow, SloWindow, SloWindow];
  deadlines: Deadlines;
  /** `item:<id>`, `log:<id>` and `approval:<id>` tell that something about it changed. */
  signals: Signals;
}

const COUNTS = statement<{ queue: number; status: number; count: number }>(
  "SELECT queue, status, count(*) AS count FROM queue_items GROUP BY queue, status",
);
const LINE = statement<Entry>("SELECT queue, seq, status, priority, target, place FROM queue_items WHERE status = 1");
/** One row for each finished item of the window, oldest first within its queue. */
const FINISHED = statement<FinishedRow>(
  `SELECT queue, kind, status, finished_at, claimed_at, wait_ms, eta_error_ms, failure_code
   FROM queue_items WHERE queue = ?1 AND finished_at >= ?2 ORDER BY finished_at`,
);
/** Enough to settle the moving average, when the window holds none. */
const LAST_FINISHED = statement<FinishedRow>(
  `SELECT queue, kind, status, finished_at, claimed_at, wait_ms, eta_error_ms, failure_code
   FROM queue_items WHERE queue = ?1 AND finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 100`,
);

export interface FinishedRow {
  queue: number;
  kind: string;
  status: number;
  finished_at: number | null;
  claimed_at: number | null;
  wait_ms: number | null;
  eta_error_ms: number | null;
  failure_code: string | null;
}

/** Rebuilds from the store what a queue keeps in memory. */
export async function openQueue(read: Reader, clock: Clock, settings: QueueSettings): Promise<Queue> {
  const book = new Book();
  const queue: Queue = {
    clock,
    settings,
    book,
    waiters: new Waiters(book, clock),
    times: new ServiceTimes(),
    slo: [new SloWindow(), new SloWindow(), new SloWindow()],
    deadlines: new Deadlines(clock),
    signals: new Signals(clock),
  };
  for (const row of await read.all(COUNTS)) if (row.status !== PENDING) book.preset(row.queue, row.status, row.count);
  for (const entry of await read.all(LINE)) book.add(entry);
  for (const code of [0, 1, 2]) {
    for (const row of (await read.all(LAST_FINISHED, code)).reverse()) recordService(queue, row);
    const since = clock.now() - SLO_WINDOW_MS;
    for (const row of await read.all(FINISHED, code, since)) recordSample(queue, row);
  }
  return queue;
}

/** Counts a finished item into the service level and the expected service time. */
export function recordFinished(queue: Queue, row: FinishedRow): void {
  recordSample(queue, row);
  recordService(queue, row);
}

const runMs = (row: FinishedRow): number | null =>
  row.claimed_at !== null && row.finished_at !== null ? Math.max(0, row.finished_at - row.claimed_at) : null;

function recordService(queue: Queue, row: FinishedRow): void {
  const ran = runMs(row);
  if (row.status === COMPLETED && ran !== null) queue.times.record(row.queue, row.kind, ran);
}

function recordSample(queue: Queue, row: FinishedRow): void {
  const succeeded = row.status === COMPLETED;
  // A cancelled item says nothing of the service.
  if (row.finished_at === null || row.failure_code === "cancelled") return;
  const sample: Sample = {
    at: row.finished_at,
    succeeded,
    timedOut: row.failure_code === "execution_timeout" || row.failure_code === "finalization_timeout",
    waitMs: row.wait_ms,
    runMs: runMs(row),
    etaErrorMs: row.eta_error_ms,
  };
  queue.slo[row.queue]?.add(sample);
}
