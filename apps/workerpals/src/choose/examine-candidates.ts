import { type CandidateRow, type ChooseExecuteParams, pathsOverlap } from "@pushpals/protocol";
import type { WorkerSetup } from "../worker-setup";
import type { Examined } from "./rank-candidates";

/** What there is to see of each candidate: how it ended, its proof, and whether its change still applies. */
export async function examineCandidates(
  setup: Pick<WorkerSetup, "mirror" | "integrationBranch">,
  candidates: readonly CandidateRow[],
  task: ChooseExecuteParams["task"],
  signal: AbortSignal,
): Promise<Examined[]> {
  const head = await setup.mirror.resolve(`refs/heads/${setup.integrationBranch}`);
  const examined: Examined[] = [];
  for (const candidate of candidates) examined.push(await examine(setup, candidate, task, head, signal));
  return examined;
}

async function examine(
  setup: Pick<WorkerSetup, "mirror">,
  { job, number, result }: CandidateRow,
  task: ChooseExecuteParams["task"],
  head: string | null,
  signal: AbortSignal,
): Promise<Examined> {
  const { jobId } = job;
  if (job.status !== "completed" || result === null) return { jobId, number, facts: null, whyNot: whyNot(job) };
  const { commitSha, branch, evidence } = result;
  if (!(await isHere(setup, commitSha, branch, signal)))
    return { jobId, number, facts: null, whyNot: `its commit ${commitSha.slice(0, 12)} is not to be found` };
  const { diff, validation } = evidence;
  const { targetPaths } = task.planning;
  const changed = diff.files.map((file) => file.path);
  const strays = changed.filter((path) => !targetPaths.some((wanted) => pathsOverlap(path, wanted)));
  return {
    jobId,
    number,
    whyNot: "",
    facts: {
      fits: head === null || (await applies(setup, head, commitSha, signal)),
      strays: targetPaths.length === 0 ? [] : strays,
      patchSha: diff.sha256,
      fileCount: diff.fileCount,
      additions: diff.additions,
      deletions: diff.deletions,
      proofs: validation.filter((receipt) => receipt.exitCode === 0).length,
    },
  };
}

function whyNot({ status, failure }: CandidateRow["job"]): string {
  if (failure !== null) return `${failure.code}: ${failure.message.replace(/\s+/g, " ").slice(0, 500)}`;
  return status === "completed" ? "it has changed nothing" : status;
}

/** A candidate of another machine's worker is on the remote. */
async function isHere({ mirror }: Pick<WorkerSetup, "mirror">, sha: string, branch: string, signal: AbortSignal) {
  if ((await mirror.resolve(sha)) === sha) return true;
  await mirror.fetchBranch(branch, signal);
  return (await mirror.resolve(sha)) === sha;
}

/** What git cannot tell counts as applying: the landing sees it. */
async function applies({ mirror }: Pick<WorkerSetup, "mirror">, head: string, sha: string, signal: AbortSignal) {
  return (await mirror.merge(head, sha, signal)).kind !== "conflict";
}
