import { createTimelinePrinter, type TimelinePrinter } from "@pushpals/cli/timeline";
import { type Envelope, type EventPayload, type IntakeResult, shortId } from "@pushpals/protocol";
import { sendMessage, streamEvents } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { type Config, localbuddyUrl, serverUrl } from "@pushpals/shared/config";
import type { DemoRequest } from "./requests";

type Ended = Extract<EventPayload<"status">, { state: "request_ended" }>;

/** What came of one message. */
export interface DemoResult {
  request: DemoRequest;
  requestId: string | null;
  /** `answered_locally`, an outcome of the request, or how the sending failed. */
  outcome: string;
  /** Code of the failure of its job, where one failed. */
  failure: string | null;
  durationMs: number;
}

const LIMIT_MS = 120_000;

/** Sends all requests side by side and prints the session as it happens, until each of them has ended. */
export async function converse(
  config: Config,
  requests: readonly DemoRequest[],
  terminal: Parameters<typeof createTimelinePrinter>[0],
  signal: AbortSignal,
): Promise<DemoResult[]> {
  const token = await tokenFor("operator", config);
  const session = new Session(createTimelinePrinter(terminal));
  const stop = new AbortController();
  const limit = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(LIMIT_MS)]);
  const reading = session.read({ baseUrl: serverUrl(config), token, sessionId: config.session.id, signal: limit });

  const send = (text: string) => post({ baseUrl: localbuddyUrl(config), token, sessionId: config.session.id, text });
  let previous: Promise<unknown> = Promise.resolve();
  const results = requests.map(async (request): Promise<DemoResult> => {
    const before = previous;
    const startedAt = performance.now();
    const posted = request.afterPrevious ? before.then(() => send(request.text)) : send(request.text);
    previous = posted;
    const intake = await posted;
    const done = (outcome: string, requestId: string | null, failure: string | null): DemoResult => ({
      request,
      requestId,
      outcome,
      failure,
      durationMs: Math.round(performance.now() - startedAt),
    });
    if (typeof intake === "string") return done(intake, null, null);
    if (intake.mode === "local") return done("answered_locally", null, null);
    const ended = await Promise.race([session.endOf(intake.requestId), reading]);
    if (!ended) return done("no end in time", intake.requestId, null);
    return done(ended.outcome, intake.requestId, session.failureOf(ended));
  });
  const all = await Promise.all(results);
  stop.abort();
  await reading;
  return all;
}

async function post(options: Parameters<typeof sendMessage>[0]): Promise<IntakeResult | string> {
  for await (const event of sendMessage(options)) {
    if (event.type === "complete") return event.data;
    if (event.type === "error") return event.message;
  }
  return "LocalBuddy's answer had no end";
}

/** The session's stream: printed, and kept for what the results ask. */
class Session {
  readonly #printer: TimelinePrinter;
  readonly #ends = new Map<string, PromiseWithResolvers<Ended>>();
  readonly #failures = new Map<string, string>();

  constructor(printer: TimelinePrinter) {
    this.#printer = printer;
  }

  async read(options: Parameters<typeof streamEvents>[0]): Promise<null> {
    for await (const item of streamEvents({ ...options, after: 0 })) {
      if (item.type === "end") {
        if (item.reason === "refused") this.#printer.line(item.refusal.message);
        break;
      }
      this.#take(item.frame.envelope);
    }
    this.#printer.end();
    return null;
  }

  endOf(requestId: string): Promise<Ended> {
    return this.#end(requestId).promise;
  }

  /** The failure of the first job that failed, or of the request itself. */
  failureOf(ended: Ended): string | null {
    const ids = [ended.requestId, ...ended.jobs.map((job) => job.jobId)];
    return ids.map((id) => this.#failures.get(id)).find((code) => code !== undefined) ?? null;
  }

  #take(event: Envelope): void {
    this.#printer.event(event);
    if (event.type === "job_failed") this.#failures.set(event.payload.jobId, event.payload.failure.code);
    if (event.type === "merge_failed") this.#failures.set(event.payload.jobId, event.payload.failure.code);
    if (event.type === "request_failed") this.#failures.set(event.payload.requestId, event.payload.failure.code);
    if (event.type === "status" && event.payload.state === "request_ended")
      this.#end(event.payload.requestId).resolve(event.payload);
  }

  #end(requestId: string): PromiseWithResolvers<Ended> {
    const known = this.#ends.get(requestId) ?? Promise.withResolvers<Ended>();
    this.#ends.set(requestId, known);
    return known;
  }
}

export const idOf = (result: DemoResult): string => (result.requestId === null ? "" : shortId(result.requestId));
