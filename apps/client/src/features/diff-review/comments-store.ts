import { create } from "zustand";
import { storage } from "../../lib/storage";
import type { LineComment } from "./model/review-comments";

/** A review in the making, kept on this device: a reload or a call in between loses none of it. */
interface Drafts {
  /** By job. */
  byJob: Readonly<Record<string, readonly LineComment[]>>;
}

const KEY = "pushpals.reviews";
const KEPT_JOBS = 50;

const useDrafts = create<Drafts>(() => ({ byJob: JSON.parse(storage.get(KEY) ?? "{}") as Drafts["byJob"] }));

const NONE: readonly LineComment[] = [];
export const useComments = (jobId: string): readonly LineComment[] => useDrafts(({ byJob }) => byJob[jobId] ?? NONE);

/** Adds a comment, or puts another text into the one of the same id. */
export function keepComment(jobId: string, comment: LineComment): void {
  const others = (useDrafts.getState().byJob[jobId] ?? NONE).filter((one) => one.id !== comment.id);
  change(jobId, [...others, comment]);
}

export const dropComment = (jobId: string, id: string): void =>
  change(
    jobId,
    (useDrafts.getState().byJob[jobId] ?? NONE).filter((one) => one.id !== id),
  );

export const dropReview = (jobId: string): void => change(jobId, NONE);

function change(jobId: string, comments: readonly LineComment[]): void {
  const { [jobId]: _before, ...others } = useDrafts.getState().byJob;
  const entries = Object.entries(others).slice(-KEPT_JOBS);
  const byJob = Object.fromEntries(comments.length === 0 ? entries : [...entries, [jobId, comments]]);
  useDrafts.setState({ byJob });
  storage.set(KEY, JSON.stringify(byJob));
}
