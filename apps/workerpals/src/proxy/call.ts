import type { Log } from "@pushpals/shared/log";
import type { Meter } from "./meter";
import { fieldAt } from "./read-field";
import { quotaInEvent } from "./read-quota";
import { laterUsage, readUsage, type ToldUsage, toTokenCount } from "./read-usage";
import type { ModelApi, ModelProxyOptions, ModelQuota } from "./types";

const LOGGED_CHARS = 64 * 1024;

/** What calls share: one job's proxy. */
export interface CallContext {
  options: ModelProxyOptions;
  meter: Meter;
  log: Log;
  /** Takes a refusal for quota, or null after an answer. */
  noteQuota(quota: ModelQuota | null): void;
}

/** One call, from what was asked to its place in the meter and the log. `end` counts once, whatever ends it first. */
export class Call {
  readonly #api: ModelApi;
  readonly #started = performance.now();
  #told: ToldUsage | null = null;
  #received = 0;
  #contents = "";
  #quota: ModelQuota | null = null;
  #ended = false;

  constructor(
    private readonly context: CallContext,
    private readonly asked: { path: string; model: string | null; body: string; removedTools: readonly string[] },
    private readonly leave: () => void,
  ) {
    this.#api = context.options.backend.api;
  }

  get received(): number {
    return this.#received;
  }

  /** Bytes of the answer. */
  receive(bytes: number, text = ""): void {
    this.#received += bytes;
    if (this.context.options.logContents) this.#contents = (this.#contents + text).slice(0, LOGGED_CHARS);
  }

  /** A whole answer, or an event of a streamed one. */
  read(value: unknown): void {
    const told = readUsage(this.#api, value);
    if (told !== null) this.#told = laterUsage(this.#told, told);
    if (fieldAt(value, "error") ?? fieldAt(value, "response", "error"))
      this.#quota = quotaInEvent(value, Date.now()) ?? this.#quota;
  }

  /** The model has answered, in whole or in part: that costs. */
  endMetered(status: number, outcome: "answered" | "cut" | "too_large" | "broken" | "abandoned"): void {
    if (!this.#end()) return;
    const { meter, options, noteQuota } = this.context;
    const bytes = { sent: Buffer.byteLength(this.asked.body), received: this.#received };
    const call = meter.record(toTokenCount(this.#api, this.#told), bytes, outcome === "answered");
    if (outcome === "answered" || this.#quota !== null) noteQuota(this.#quota);
    this.#tell(status, outcome, { ...call });
    this.leave();
    options.onUsage(meter.usage(), call);
  }

  /** The model has refused, or was not reached: that costs nothing. */
  endFree(status: number, outcome: string, quota: ModelQuota | null = null): void {
    if (!this.#end()) return;
    if (quota !== null) this.context.noteQuota(quota);
    this.#tell(status, outcome, quota === null ? {} : { resetAt: quota.resetAt });
    this.leave();
  }

  #end(): boolean {
    const first = !this.#ended;
    this.#ended = true;
    return first;
  }

  #tell(status: number, outcome: string, more: Record<string, unknown>): void {
    const { path, model, body, removedTools } = this.asked;
    const contents = this.context.options.logContents
      ? { request: body.slice(0, LOGGED_CHARS), answer: this.#contents }
      : {};
    this.context.log.info(
      {
        path,
        model,
        status,
        outcome,
        sentBytes: Buffer.byteLength(body),
        receivedBytes: this.#received,
        durationMs: Math.round(performance.now() - this.#started),
        ...(removedTools.length === 0 ? {} : { removedTools }),
        ...more,
        ...contents,
      },
      "model call",
    );
  }
}
