import { git } from "../git/index";
import { landedCommits } from "./landed-commits";

/** That a job took back what another had landed. */
export interface Undo {
  job: string;
  undoes: string;
}

/** Head of the integration branch as Push Pals last saw it; null when its mirror does not have it. */
export async function integrationHead(mirrorDir: string, branch: string): Promise<string | null> {
  const found = await git(["rev-parse", "--quiet", "--verify", "--end-of-options", `refs/heads/${branch}^{commit}`], {
    gitDir: mirrorDir,
  });
  return found.ok ? found.stdout.trim() : null;
}

/** The job that undid this one, and was not undone itself; null when its change stands. */
export async function undoneBy(mirrorDir: string, branch: string, job: string): Promise<string | null> {
  const read = await landedCommits(mirrorDir, `refs/heads/${branch}`, ["--grep=^PushPals-Undoes: "]);
  const undos = read.ok
    ? read.commits.flatMap((commit) => commit.undoes.map((undoes) => ({ job: commit.job ?? "", undoes })))
    : [];
  return standing(undos, job, new Set());
}

function standing(undos: readonly Undo[], job: string, seen: Set<string>): string | null {
  if (seen.has(job)) return null;
  seen.add(job);
  return undos.find((undo) => undo.undoes === job && standing(undos, undo.job, seen) === null)?.job ?? null;
}
