import type { ClaimedCompletion } from "@pushpals/protocol";
import type { Config } from "@pushpals/shared/config";
import type { ChangeLimits, Mirror } from "@pushpals/shared/git";
import type { Change } from "../merge/landing-state";
import { barePlace, type GitPlace, gitTrouble, isOutside, type Refused, refused } from "./git-place";
import { readCommits } from "./read-commits";

/** A landing names its commits in one document: more than this is not one change. */
const MAX_COMMITS = 10_000;

/**
 * The change of a completion, by its verified object name: every commit from its base up to it.
 * A commit that the mirror lacks is looked for on the remote once.
 */
export async function importChange(
  mirror: Mirror,
  completion: ClaimedCompletion,
  integration: string,
  limits: ChangeLimits,
  signal: AbortSignal,
): Promise<{ ok: true; change: Change } | Refused> {
  const present = await ensureCommit(mirror, completion, signal);
  if (!present.ok) return present;
  const place = barePlace(mirror.dir);
  const base = await findBase(place, completion, integration);
  if (!base.ok) return base;
  const { commitSha: sha } = completion;
  // What is here by a worker's host was looked at by it; what came from the remote was not.
  const objection = present.fetched ? await mirror.objectionTo({ sha, base: base.base, ...limits }) : null;
  if (objection !== null) return refused("change_refused", objection);
  const listed = await place.git(
    [
      "rev-list",
      "--first-parent",
      "--reverse",
      `--max-count=${MAX_COMMITS + 1}`,
      "--end-of-options",
      `${base.base}..${sha}`,
    ],
    { signal },
  );
  if (!listed.ok) return gitTrouble("The commits of the change could not be listed", listed);
  const shas = listed.stdout.split("\n").filter((line) => line !== "");
  if (shas.length > MAX_COMMITS) return refused("change_refused", `The change has more than ${MAX_COMMITS} commits.`);
  const read = await readCommits(place, shas);
  return read.ok ? { ok: true, change: { base: base.base, sha, commits: read.commits } } : read;
}

async function ensureCommit(
  mirror: Mirror,
  { commitSha, branch }: ClaimedCompletion,
  signal: AbortSignal,
): Promise<{ ok: true; fetched: boolean } | Refused> {
  if ((await mirror.resolve(commitSha)) === commitSha) return { ok: true, fetched: false };
  const fetched = await mirror.fetchBranch(branch, signal);
  if (!fetched.ok && isOutside(fetched))
    return gitTrouble(`The commit ${commitSha} is not here, and the remote could not be asked for it`, fetched);
  if ((await mirror.resolve(commitSha)) === commitSha) return { ok: true, fetched: true };
  return refused(
    "branch_missing",
    `The commit ${commitSha} of ${branch} is neither in the mirror nor on the remote: there is nothing to land. Send the request again.`,
    { branch, commitSha },
  );
}

/** Where the job started: as the worker says when that is true, else where the branch left the integration branch. */
async function findBase(
  place: GitPlace,
  { commitSha, evidence }: ClaimedCompletion,
  integration: string,
): Promise<{ ok: true; base: string } | Refused> {
  const from = evidence?.baseSha ?? integration;
  const result = await place.git(["merge-base", "--end-of-options", from, commitSha]);
  const base = result.stdout.trim();
  if (evidence && base !== evidence.baseSha)
    return refused("change_refused", `The commit ${commitSha} does not descend from its base ${evidence.baseSha}.`);
  if (result.exitCode === 1)
    return refused("change_refused", `The commit ${commitSha} shares no history with the integration branch.`);
  return result.ok ? { ok: true, base } : gitTrouble("The base of the change could not be found", result);
}

/** What the policy lets a job bring. */
export const limitsOf = ({ policy }: Pick<Config, "policy">): ChangeLimits => ({
  maxBytes: policy.max_change_mb * 1024 * 1024,
  maxFileBytes: policy.max_file_mb * 1024 * 1024,
  allowSubmodules: policy.allow_submodules,
});
