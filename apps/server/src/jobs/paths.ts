import { fixedPrefix, pathAndAncestors } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";

const ADD = statement("INSERT INTO job_paths (path, job_seq) VALUES (?1, ?2) ON CONFLICT (path, job_seq) DO NOTHING");
const REMOVE = statement("DELETE FROM job_paths WHERE job_seq = ?1");
const OF_JOB = statement<{ path: string }>("SELECT path FROM job_paths WHERE job_seq = ?1");
const LATEST_AT = statement<{ seq: number | null }>("SELECT max(job_seq) AS seq FROM job_paths WHERE path = ?1");
const LATEST_BELOW = statement<{ seq: number }>(
  "SELECT max(job_seq) AS seq FROM job_paths WHERE path >= ?1 AND path < ?2 GROUP BY path",
);
const LATEST_ANYWHERE = statement<{ seq: number }>("SELECT max(job_seq) AS seq FROM job_paths GROUP BY path");

/** Notes what an unfinished job is going to touch. */
export async function notePaths(tx: Tx, job: number, targetPaths: readonly string[]): Promise<void> {
  for (const path of new Set(targetPaths.map(fixedPrefix))) await tx.run(ADD, path, job);
}

export const pathsOf = async (reader: Reader, job: number): Promise<string[]> =>
  (await reader.all(OF_JOB, job)).map(({ path }) => path);

export const forgetPaths = (tx: Tx, job: number): Promise<number> => tx.run(REMOVE, job);

/**
 * The unfinished jobs that touch what these paths touch: for each path that they name, the latest job on it,
 * as that one comes after the others on the same path already.
 */
export async function overlappingJobs(reader: Reader, targetPaths: readonly string[]): Promise<number[]> {
  const found = new Set<number>();
  const wanted = new Set(targetPaths.map(fixedPrefix));
  if (wanted.has("")) for (const { seq } of await reader.all(LATEST_ANYWHERE)) found.add(seq);
  else {
    for (const path of new Set([...wanted].flatMap(pathAndAncestors))) {
      const seq = (await reader.first(LATEST_AT, path))?.seq;
      if (typeof seq === "number") found.add(seq);
    }
    // "0" comes right after "/": the range holds what is inside of the directory.
    for (const path of wanted)
      for (const { seq } of await reader.all(LATEST_BELOW, `${path}/`, `${path}0`)) found.add(seq);
  }
  return [...found].sort((a, b) => a - b);
}
