import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DurableEventType, Envelope } from "@pushpals/protocol";
import { systemClock } from "../../../apps/server/src/clock";
import { appendEvent } from "../../../apps/server/src/events/append-event";
import { Feed } from "../../../apps/server/src/events/feed";
import { openStore } from "../../../apps/server/src/store/open-store";
import { statement } from "../../../apps/server/src/store/statement";
import { PROJECT } from "../../../scripts/project";

const RECORDING = join(PROJECT, "apps/client/src/features/timeline/testing/work.jsonl");
const CREATE = statement("INSERT INTO sessions (session_id, created_at) VALUES (?1, ?2)");
const AT_ONCE = 1_000;

/** What a long session ends with. */
export interface LongSession {
  sessionId: string;
  /** The words of its last event, which are in sight once all of it is shown. */
  lastWords: string;
  /** A job that is at work at the end of it. */
  runningJobId: string;
}

/**
 * Writes a session of so many durable events into a data folder, before its server starts: a recorded conversation over
 * and over, with identifiers of its own each time. Its last job does not end.
 */
export async function writeLongSession(dataDir: string, sessionId: string, count: number): Promise<LongSession> {
  const opened = openStore(join(dataDir, "pushpals.sqlite"), fail);
  if (!opened.ok) throw new Error(opened.message);
  const { store } = opened;
  const log = { clock: systemClock(), feed: new Feed(store.read) };
  const lastWords = `This is event ${count} of ${count}.`;
  const runningJobId = Bun.randomUUIDv7();
  const events = [...repeated(recordedEvents(), count - 4), ...running(runningJobId, lastWords)];
  await store.write(async (tx) => tx.run(CREATE, sessionId, log.clock.now()));
  for (let start = 0; start < events.length; start += AT_ONCE)
    await store.write(async (tx) => {
      for (const { type, payload, context } of events.slice(start, start + AT_ONCE))
        await appendEvent(log, tx, sessionId, type, payload as never, context);
    });
  await store.close();
  return { sessionId, lastWords, runningJobId };
}

interface Written {
  type: DurableEventType;
  payload: unknown;
  context: { from?: string };
}

function recordedEvents(): string[] {
  const lines = readFileSync(RECORDING, "utf8").trimEnd().split("\n");
  return lines.filter((line) => !/"type":"(job_log|assistant_text_delta)"/.test(line));
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function repeated(lines: readonly string[], count: number): Written[] {
  const events: Written[] = [];
  while (events.length < count) {
    const own = new Map<string, string>();
    const fresh = (id: string): string => own.get(id) ?? own.set(id, Bun.randomUUIDv7()).get(id) ?? id;
    for (const line of lines.slice(0, count - events.length)) {
      const { envelope } = JSON.parse(line.replace(UUID, fresh)) as { envelope: Envelope };
      events.push(written(envelope));
    }
  }
  return events;
}

const written = ({ type, payload, from }: Envelope): Written => ({
  type: type as DurableEventType,
  payload,
  context: from === undefined ? {} : { from },
});

function running(jobId: string, lastWords: string): Written[] {
  const workerId = "workerpal-1";
  return [
    { type: "task_created", payload: { jobId, taskId: "long", title: "The job that goes on" }, context: {} },
    { type: "job_claimed", payload: { jobId, workerId, attempt: 1, queueWaitMs: 5 }, context: {} },
    { type: "message", payload: { text: "And now?" }, context: { from: "user" } },
    { type: "assistant_message", payload: { text: lastWords }, context: { from: "server" } },
  ];
}

const fail = (_what: string, error: unknown): void => {
  throw error;
};
