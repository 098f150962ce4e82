import type { ClaimedJob, CommandType, EnvelopeContext, EventPayload, JsonObject } from "@pushpals/protocol";

/** Where the events go: `CommunicationManager`, or a list in tests. */
export interface Voice {
  emit<T extends CommandType>(sessionId: string, type: T, payload: EventPayload<T>, context?: EnvelopeContext): void;
  /** Resolves once all events are sent, or the signal aborts. */
  flush(signal?: AbortSignal): Promise<void>;
}

/** Where the lines of the job's log go. */
export interface LogWriter {
  write(stream: "stdout" | "stderr" | "system", line: string): void;
  close(): Promise<void>;
}

const MAX_OUTPUT = 64_000;
const MAX_PROGRESS = 4_000;
const CLOSE_TIMEOUT_MS = 5_000;

/** All that a job says while it runs: its events, in the job's session and turn, and its log. */
export class JobReport {
  readonly #ids: { jobId: string; requestId?: string };
  readonly #context: EnvelopeContext;
  #calls = 0;
  #closed = false;

  constructor(
    private readonly job: Pick<ClaimedJob, "jobId" | "requestId" | "sessionId" | "turnId">,
    private readonly voice: Voice,
    private readonly logWriter: LogWriter,
    private readonly attempt: number,
  ) {
    this.#ids = { jobId: job.jobId, ...(job.requestId === null ? {} : { requestId: job.requestId }) };
    this.#context = { correlationId: job.jobId, ...(job.turnId === null ? {} : { turnId: job.turnId }) };
  }

  line(stream: "stdout" | "stderr", line: string): void {
    if (!this.#closed) this.logWriter.write(stream, line);
  }

  /** A line of Push Pals itself. */
  note(line: string): void {
    if (!this.#closed) this.logWriter.write("system", line);
  }

  started(payload: Omit<EventPayload<"task_started">, "jobId" | "requestId">): void {
    this.#emit("task_started", { ...this.#ids, ...payload });
  }

  /** Says something to the person. */
  say(text: string): void {
    this.note(text);
    this.#emit("assistant_message", { ...this.#ids, text });
  }

  progress(step: EventPayload<"task_progress">["step"], message: string): void {
    this.note(message);
    this.#emit("task_progress", { ...this.#ids, step, message: message.slice(0, MAX_PROGRESS) });
  }

  /** What the agent has taken of a model. */
  modelUsed(use: Omit<EventPayload<"model_used">, "jobId" | "requestId">): void {
    this.note(`Model: ${use.calls} calls, ${use.inputTokens} tokens in, ${use.outputTokens} out`);
    this.#emit("model_used", { ...this.#ids, ...use });
  }

  /** Words of an agent: streamed to whoever listens, and kept in the log. */
  text(text: string): void {
    for (const line of text.trimEnd().split("\n")) this.note(line);
    this.#emit("assistant_text_delta", { ...this.#ids, text });
  }

  /** Announces a call of a tool; the answer is how to tell its end, once. `title` has the form verb + object. */
  toolCall(tool: string, title: string, input?: JsonObject): (ok: boolean, output: string) => void {
    this.#calls += 1;
    const callId = `${this.job.jobId}:${this.attempt}:${this.#calls}`;
    this.note(`> ${title}`);
    this.#emit("tool_call", { ...this.#ids, callId, tool, title, ...(input ? { input } : {}) });
    return (ok, output) => {
      const status = ok ? "completed" : "failed";
      this.#emit("tool_result", { ...this.#ids, callId, status, output: output.slice(-MAX_OUTPUT) });
      this.note(`${ok ? "ok" : "failed"}: ${output.split("\n")[0] ?? ""}`);
    };
  }

  /**
   * Sends all that was said. To be called before the job is settled: with the claim goes the right to add to its log,
   * and its end has to be the last of its events. What is said later is dropped.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([this.logWriter.close(), this.voice.flush(AbortSignal.timeout(CLOSE_TIMEOUT_MS))]);
  }

  #emit<T extends CommandType>(type: T, payload: EventPayload<T>): void {
    if (!this.#closed) this.voice.emit(this.job.sessionId, type, payload, this.#context);
  }
}
