import { shortId } from "@pushpals/protocol";

/** What a person has to say about a line, kept on this device until it is sent. */
export interface LineComment {
  id: string;
  path: string;
  /** `new`: as the file is after the change. */
  side: "old" | "new";
  line: number;
  /** The line itself, so that whoever reads needs no other file. */
  quote: string;
  text: string;
}

/** Whom a review goes to: the worker while the job runs, else somebody new, by a request that follows it up. */
export type Addressee = "worker" | "follow_up";

export const addresseeOf = (job: { status: string }): Addressee =>
  ["completed", "failed", "cancelled"].includes(job.status) ? "follow_up" : "worker";

/** The comments as one message, file by file, each with its line quoted. */
export function reviewMessage(
  job: { jobId: string; title: string; branch: string | null },
  comments: readonly LineComment[],
  to: Addressee,
): string {
  const ordered = comments.toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  const head =
    to === "worker"
      ? "Please change this in your work:"
      : `Please follow up on job ${shortId(job.jobId)} (${job.title}${job.branch === null ? "" : `, branch ${job.branch}`}):`;
  const parts = ordered.map(({ path, side, line, quote, text }) => {
    const place = `${path}:${line}${side === "old" ? " (before the change)" : ""}`;
    return `${place}\n> ${quote}\n${text.trim()}`;
  });
  return [head, ...parts].join("\n\n");
}
