import { type Landing, type Refusal, renderOperation, shortId } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type ReviewPlace, undoneBy } from "@pushpals/shared/review";
import { isAnswerable } from "./answers/answer";
import { id, plain } from "./answers/markdown";

/** The script that undoes a job; or, as an answer, why there is nothing to undo. */
export type UndoScript = { script: string } | { answer: string } | Refusal;

/**
 * Turns "undo this job" into reverts of all commits that it landed, newest first. Asks with the caller's own token,
 * and what comes of it is a request like any other: planned, done, checked, landed.
 */
export async function undoScript(wanted: string, client: Client, place: ReviewPlace): Promise<UndoScript> {
  const found = await client.jobs.get({ id: wanted });
  if (!found.ok) return isAnswerable(found) ? { answer: plain(found.message) } : found;
  const { job, landed } = found;
  if (job.landing !== "landed" || landed === null)
    return { answer: `Job ${id(job.jobId)} has not landed, so there is nothing to undo.` };
  const commits = toRevert(landed);
  if (commits.length === 0)
    return { answer: `Job ${id(job.jobId)} brought no commit of its own: its change was there already.` };
  const undone = await undoneBy(place.mirrorDir, place.integration, job.jobId);
  if (undone !== null)
    return {
      answer: `Job ${id(job.jobId)} is undone already, by job ${id(undone)}. \`/undo ${shortId(undone)}\` brings it back.`,
    };
  const reverts = commits.map((commit) => renderOperation({ kind: "revert", commit, undoes: job.jobId }));
  return { script: reverts.join("") };
}

/** Newest first. A merge brought all of its branch at once, and takes it back at once. */
const toRevert = ({ strategy, commits }: Landing): string[] =>
  strategy === "no-ff" ? commits.slice(-1) : commits.toReversed();
