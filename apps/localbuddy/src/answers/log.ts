import type { LogLine } from "@pushpals/protocol";
import { type Answer, type AnswerContext, isAnswerable } from "./answer";
import { cut, fenced, id, paragraphs, plain } from "./markdown";

const PAGE = 5_000;
/** A log of more pages than this is cut at the front; the client shows all of it. */
const MAX_PAGES = 20;
const SHOWN_LINES = 200;
const LINE_SHOWN = 400;

/** The end of a job's log. */
export async function log(wanted: string, context: AnswerContext): Promise<Answer> {
  let tail: LogLine[] = [];
  let count = 0;
  let afterId = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const found = await context.client.jobs.logs({ id: wanted, afterId, limit: PAGE }, { signal: context.signal });
    if (!found.ok) return isAnswerable(found) ? plain(found.message) : found;
    count += found.logs.length;
    tail = [...tail, ...found.logs].slice(-SHOWN_LINES);
    afterId = found.cursor;
    if (found.logs.length < PAGE) return render(found.jobId, tail, count, found.ended);
  }
  return paragraphs(
    `The log is longer than ${PAGE * MAX_PAGES} lines; read it in the client or with \`pushpals logs\`.`,
  );
}

function render(jobId: string, tail: readonly LogLine[], count: number, ended: boolean): string {
  const state = ended ? "The job has ended." : "The job has not ended yet.";
  if (count === 0) return `Job ${id(jobId)} has no log lines. ${state}`;
  const text = tail.map(({ line, stream }) => {
    const short = cut(line, LINE_SHOWN);
    return `${stream === "stdout" ? "" : `[${stream}] `}${short.text}${short.cut ? "…" : ""}`;
  });
  const which = count > tail.length ? `last ${tail.length} of ${count} lines` : `${count} lines`;
  return paragraphs(`Log of job ${id(jobId)}, ${which}. ${state}`, fenced(text.join("\n")));
}
