import type { Plan, SessionUpdate, ToolCallContent, ToolCallUpdate } from "@agentclientprotocol/sdk/unstable";
import type { JsonObject } from "@pushpals/protocol";
import type { JobReport } from "../../report/job-report";

const MAX_TITLE = 300;
const MAX_INPUT = 8_000;
const MAX_MESSAGE = 20_000;
/** Text is sent in pieces of about this many characters, not a token at a time. */
const TEXT_PIECE = 200;

interface OpenCall {
  title: string;
  end(ok: boolean, output: string): void;
}

/** Turns what an agent tells of its work into the job's events and log. */
export class AgentUpdates {
  readonly #report: JobReport;
  readonly #calls = new Map<string, OpenCall>();
  #text = "";
  #thought = "";
  #lastMessage = "";

  constructor(report: JobReport) {
    this.#report = report;
  }

  take(update: SessionUpdate): void {
    switch (update.sessionUpdate) {
      case "agent_message_chunk":
        this.#say(update.content.type === "text" ? update.content.text : `[${update.content.type}]`);
        break;
      case "agent_thought_chunk":
        this.#think(update.content.type === "text" ? update.content.text : "");
        break;
      case "tool_call":
      case "tool_call_update":
        this.#lastMessage = "";
        this.#flushText();
        this.#call(update);
        break;
      case "plan":
        this.#plan(update);
        break;
      case "usage_update":
        this.#report.note(`context: ${update.used} of ${update.size} tokens`);
        break;
      default:
        break;
    }
  }

  /** What the agent has said since it last used a tool. */
  get lastMessage(): string {
    return this.#lastMessage;
  }

  /** The turn is over: what is still open has not ended by itself. */
  close(): void {
    this.#flushText();
    for (const call of this.#calls.values()) call.end(false, "The agent did not tell how this ended.");
    this.#calls.clear();
  }

  #plan({ entries }: Plan): void {
    const ended = entries.filter((entry) => entry.status === "completed").length;
    const now = entries.find((entry) => entry.status === "in_progress")?.content ?? "";
    this.#report.progress("lane", `Plan: ${ended} of ${entries.length} done. ${now}`.trimEnd());
  }

  #call(update: ToolCallUpdate): void {
    const id = update.toolCallId;
    const open = this.#calls.get(id) ?? this.#open(update);
    if (update.status !== "completed" && update.status !== "failed") return;
    this.#calls.delete(id);
    open.end(update.status === "completed", outputOf(update));
  }

  #open(update: ToolCallUpdate): OpenCall {
    const title = (update.title ?? update.kind ?? "use a tool").slice(0, MAX_TITLE);
    const end = this.#report.toolCall(update.kind ?? "other", title, inputOf(update));
    const open = { title, end };
    this.#calls.set(update.toolCallId, open);
    return open;
  }

  #say(text: string): void {
    this.#lastMessage = (this.#lastMessage + text).slice(-MAX_MESSAGE);
    this.#text += text;
    if (this.#text.length >= TEXT_PIECE || this.#text.includes("\n")) this.#flushText();
  }

  #think(text: string): void {
    const lines = (this.#thought + text).split("\n");
    this.#thought = lines.pop() ?? "";
    for (const line of lines) this.#report.note(`thought: ${line}`);
  }

  #flushText(): void {
    if (this.#text !== "") this.#report.text(this.#text);
    this.#text = "";
  }
}

function inputOf({ rawInput, locations }: ToolCallUpdate): JsonObject | undefined {
  const paths = locations?.map(({ path }) => path) ?? [];
  const whole = { ...(isObject(rawInput) ? rawInput : {}), ...(paths.length > 0 ? { paths } : {}) };
  const json = JSON.stringify(whole);
  if (json === "{}") return undefined;
  return json.length <= MAX_INPUT ? (JSON.parse(json) as JsonObject) : { cut: json.slice(0, MAX_INPUT) };
}

function outputOf({ content, rawOutput }: ToolCallUpdate): string {
  const told = content?.map(contentText).filter((text) => text !== "") ?? [];
  if (told.length > 0) return told.join("\n");
  if (rawOutput === undefined || rawOutput === null) return "";
  return typeof rawOutput === "string" ? rawOutput : JSON.stringify(rawOutput);
}

function contentText(content: ToolCallContent): string {
  if (content.type === "content") return content.content.type === "text" ? content.content.text : "";
  return content.type === "diff" ? `changed ${content.path}` : "";
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
