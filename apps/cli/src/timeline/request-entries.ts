import { type EventPayload, type MessageEventType, type RequestEventType, shortId } from "@pushpals/protocol";
import { count, linesOf, oneLine, ordinal, some, span } from "@pushpals/sdk";
import { COMMAND } from "../command-name";
import { type Entry, type EntryMakers, entry, type Tone } from "./entry";
import { failureLines } from "./failure-lines";

type Told = MessageEventType | RequestEventType | "assistant_text_delta" | "draft_changed";

const MESSAGE_LINES_SHOWN = 6;

/** From a person's message to the plan, and the end of all that came of it. */
export const requestEntries: EntryMakers<Told> = {
  message: (event) => {
    const lines = linesOf(event.payload.text);
    const hidden = lines.length - MESSAGE_LINES_SHOWN;
    const to = event.payload.jobId === undefined ? "" : `job ${shortId(event.payload.jobId)}: `;
    return entry(event, "person", to === "" ? "asked" : "told", `${to}${oneLine(lines[0] ?? "", 200)}`, {
      details: [...lines.slice(1, MESSAGE_LINES_SHOWN), ...(hidden > 0 ? [`… and ${count(hidden, "more line")}`] : [])],
    });
  },
  assistant_message: (event) => {
    const { text, jobId, asks } = event.payload;
    const [first = "", ...rest] = linesOf(text);
    if (!asks || jobId === undefined) return entry(event, "plain", "says", first, { details: rest });
    return entry(event, "person", "asks", `job ${shortId(jobId)}: ${first}`, {
      details: [...rest, `next: ${COMMAND} tell ${shortId(jobId)} "…"`],
    });
  },
  assistant_text_delta: null,
  draft_changed: null,
  status: (event) =>
    event.payload.state === "note" ? note(event.ts, event.payload.text) : ended(event.ts, event.payload),
  error: (event) => entry(event, "bad", "error", event.payload.code, { details: linesOf(event.payload.message) }),
  request_enqueued: ({ ts, payload }) =>
    entry({ ts }, "quiet", "queued", `request ${shortId(payload.requestId)}`, {
      outcome: `${payload.priority}, ${ordinal(payload.queuePosition)} in line${payload.etaMs >= 1_000 ? `, about ${span(payload.etaMs)}` : ""}`,
    }),
  request_claimed: null,
  request_edited: ({ ts, payload }) =>
    entry({ ts }, "person", "changed", `request ${shortId(payload.requestId)}`, {
      outcome: oneLine(payload.promptPreview, 120),
    }),
  request_moved: ({ ts, payload }) =>
    entry({ ts }, "quiet", "moved", `request ${shortId(payload.requestId)}`, {
      outcome: `${payload.priority}, ${ordinal(payload.queuePosition)} in line`,
    }),
  request_completed: null,
  request_failed: ({ ts, payload }) =>
    entry({ ts }, "bad", "failed", `request ${shortId(payload.requestId)}`, {
      outcome: payload.failure.code,
      details: failureLines(payload.failure),
    }),
  plan_created: ({ ts, payload }) => {
    if (!payload.requiresWorker) return null;
    const paths = some(payload.targetPaths, 3, payload.targetPathCount);
    return entry({ ts }, "quiet", "planned", `request ${shortId(payload.requestId)}`, {
      outcome: [
        `${payload.lane} lane`,
        `${payload.riskLevel} risk`,
        ...(payload.subtasks > 1 ? [count(payload.subtasks, "part")] : []),
        ...(paths === "" ? [] : [paths]),
        ...(payload.model ? [`by ${payload.model.model} in ${span(payload.model.latencyMs)}`] : []),
      ].join(", "),
    });
  },
};

type RequestEnded = Extract<EventPayload<"status">, { state: "request_ended" }>;

const END_TONES: Record<RequestEnded["outcome"], Tone> = {
  answered: "good",
  landed: "good",
  completed: "good",
  failed: "bad",
  mixed: "bad",
  cancelled: "attention",
};

function ended(ts: number, payload: RequestEnded): Entry {
  const parts = payload.jobs.length > 1 ? payload.jobs.map((job) => `${shortId(job.jobId)} ${job.outcome}`) : [];
  return entry({ ts }, END_TONES[payload.outcome], "ended", `request ${shortId(payload.requestId)}`, {
    outcome: payload.outcome === "mixed" ? `mixed: ${some(parts, 8)}` : payload.outcome,
  });
}

function note(ts: number, text: string): Entry {
  const [first = "", ...rest] = linesOf(text);
  return entry({ ts }, "plain", "note", first, { details: rest });
}
