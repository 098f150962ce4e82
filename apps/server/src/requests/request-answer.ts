import { type Choice, type Failure, shortId } from "@pushpals/protocol";

/** A job of a request that is over, as its answer tells of it. */
export interface EndedJob {
  id: string;
  title: string;
  outcome: "landed" | "completed" | "failed" | "cancelled";
  /** Why it is not done. */
  failure: Failure | null;
  landedSha: string | null;
  /** What its worker said at the end. */
  summary: string | null;
  /** When several did the same, which of them it is. */
  choice: Choice | null;
}

const SUMMARY_ALONE = 8_000;
const SUMMARY_AMONG_OTHERS = 300;
const REASON = 600;

/** What a person reads when all that came of a request is over: what was done, what was not, and why. Markdown. */
export function requestAnswer(jobs: readonly EndedJob[]): string {
  const [only] = jobs;
  if (jobs.length === 1 && only) return alone(only);
  const done = jobs.filter(isDone);
  const rest = jobs.filter((job) => !isDone(job));
  const titles = new Map(jobs.map((job) => [job.id, job.title]));
  return [
    headline(done.length, rest.length),
    section("Done", done.map(doneLine)),
    section(
      "Not done",
      rest.map((job) => `${name(job)}: ${reason(job, titles)}`),
    ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const isDone = (job: EndedJob): boolean => job.outcome === "landed" || job.outcome === "completed";

function headline(done: number, rest: number): string {
  const all = done + rest;
  if (rest === 0) return `All ${all} parts are done.`;
  if (done === 0) return `None of the ${all} parts is done.`;
  return `${done} of ${all} parts ${done === 1 ? "is" : "are"} done, ${rest} ${rest === 1 ? "is" : "are"} not.`;
}

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `**${title}**\n${lines.map((line) => `- ${line}`).join("\n")}`;

const name = (job: EndedJob): string => `${job.title} (job ${shortId(job.id)})`;

function doneLine(job: EndedJob): string {
  if (job.outcome === "landed")
    return `${name(job)}: landed${commit(job)}${job.choice === null ? "" : `, the best of ${job.choice.standings.length}`}`;
  const said = oneLine(job.summary ?? "", SUMMARY_AMONG_OTHERS);
  return `${name(job)}: ${said === "" ? "nothing to land" : said}`;
}

const commit = (job: EndedJob): string => (job.landedSha === null ? "" : ` as \`${job.landedSha.slice(0, 9)}\``);

function alone(job: EndedJob): string {
  if (job.outcome === "landed") return `Landed${commit(job)}: ${job.title}.${chosenOf(job)}`;
  if (job.outcome === "completed") {
    const said = job.summary ?? "";
    return `Done: ${job.title}.${said === "" ? "" : `\n\n${said.slice(0, SUMMARY_ALONE)}`}`;
  }
  return `Not done: ${job.title}. ${reason(job, new Map())}`;
}

function chosenOf({ choice }: EndedJob): string {
  if (choice === null) return "";
  return `\n\nChosen of ${choice.standings.length} (job ${shortId(choice.chosen)}): ${oneLine(choice.reason, REASON)}`;
}

/** One that never started names what it would have built on. */
function reason(job: EndedJob, titles: ReadonlyMap<string, string>): string {
  if (job.outcome === "cancelled") return "cancelled.";
  const { failure } = job;
  if (failure === null) return "it failed.";
  const on = failure.code === "dependency_failed" ? failure.detail?.["jobId"] : undefined;
  if (typeof on === "string")
    return `not started, as it builds on "${titles.get(on) ?? "another job"}" (job ${shortId(on)}), which is not done.`;
  // What a command printed stands below the first line, and in the event of its job.
  return `${oneLine(failure.message.split("\n", 1)[0] ?? "", REASON)} (${failure.code})`;
}

function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
