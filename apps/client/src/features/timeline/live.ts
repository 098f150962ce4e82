import type { Envelope } from "@pushpals/protocol";
import type { Draft } from "./draft";
import { jobKey, requestKey } from "./row";
import type { Live } from "./timeline";

/** How much of a text in the making is kept: it is shown by its end, and the whole of it is in the job's log. */
const TEXT_KEPT = 4_000;
const LINE_KEPT = 400;

/** Takes in what is not stored. It is dropped as soon as what it belongs to is over, so a replay shows the same. */
export function noteActivity(draft: Draft, event: Envelope): void {
  if (event.type === "job_log") {
    const line = event.payload.lines.findLast(({ stream }) => stream !== "system")?.line;
    addLive(draft, jobKey(event.payload.jobId), event.ts, line === undefined ? {} : { line: line.slice(0, LINE_KEPT) });
  } else if (event.type === "assistant_text_delta") {
    const { jobId, requestId, text } = event.payload;
    const key = jobId ? jobKey(jobId) : requestId ? requestKey(requestId) : null;
    if (key) addLive(draft, key, event.ts, { text });
  }
}

function addLive(draft: Draft, key: string, at: number, more: { text?: string; line?: string }): void {
  if (!draft.isOpen(key)) return;
  const known: Live = draft.live(key) ?? { text: "", line: "", at };
  const text = more.text === undefined ? known.text : (known.text + more.text).slice(-TEXT_KEPT);
  draft.setLive(key, { text, line: more.line ?? known.line, at: Math.max(known.at, at) });
}
