import { type JobRow, shortId } from "@pushpals/protocol";
import { etaWords } from "./time";

/** What a state means to whoever looks: nothing to do, at work, a wait for oneself, well, or not. */
export type StateTone = "quiet" | "busy" | "attention" | "good" | "bad";

export interface StateWords {
  text: string;
  tone: StateTone;
}

type Told = Pick<JobRow, "status" | "landing" | "question" | "waitsFor" | "queuePosition" | "cancelRequested"> &
  Partial<Pick<JobRow, "candidateOf">>;

/** How it stands with a job, in a word or three. A job that is done but not on the branch is never called done. */
export function jobState(job: Told): StateWords {
  if (job.question !== null) return { text: "asks you", tone: "attention" };
  if (job.status === "pending") return { text: `waits, ${job.queuePosition ?? "?"}. in line`, tone: "quiet" };
  if (job.status === "blocked") return { text: blockedBy(job), tone: "quiet" };
  if (job.status === "claimed") return { text: job.cancelRequested ? "stopping" : "running", tone: "busy" };
  if (job.status === "failed") return { text: "failed", tone: "bad" };
  if (job.status === "cancelled") return { text: "cancelled", tone: "quiet" };
  if (job.candidateOf && job.landing === "none") return { text: "to compare", tone: "good" };
  return LANDING[job.landing];
}

const LANDING: Record<JobRow["landing"], StateWords> = {
  none: { text: "completed", tone: "good" },
  waiting: { text: "to be landed", tone: "busy" },
  landed: { text: "landed", tone: "good" },
  failed: { text: "not landed", tone: "bad" },
};

const blockedBy = ({ waitsFor }: Told): string =>
  waitsFor.length > 0 ? `after ${waitsFor.map(shortId).join(", ")}` : "blocked";

type Queued = Pick<JobRow, "queuePosition" | "etaMs">;

/** Place in line and when its turn comes: `3rd in line, in 2–5 min`; null for what does not wait. */
export function queueWords(item: Queued, error?: { p50: number | null }): string | null {
  if (item.queuePosition === null) return null;
  const place = item.queuePosition === 1 ? "next in line" : `${item.queuePosition}. in line`;
  return item.etaMs === null ? place : `${place}, ${etaWords(item.etaMs, error)}`;
}
