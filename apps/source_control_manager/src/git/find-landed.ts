import type { Identity } from "@pushpals/shared/git";
import type { Change } from "../merge/landing-state";
import { trailerPattern } from "./completion-trailer";
import { type GitPlace, gitTrouble, type Refused } from "./git-place";

/** An earlier landing of the same completion; `commits` are those that carry its trailer, oldest first. */
export interface EarlierLanding {
  head: string;
  tree: string;
  /** Head before it. */
  onto: string;
  commits: string[];
}

/**
 * Whether an earlier delivery of this completion landed it: by its trailer among the commits that came to the
 * integration branch since the job's base, or because the commit itself is in there. Only commits that
 * Push Pals committed count.
 */
export async function findLanded(
  place: GitPlace,
  change: Change,
  onto: string,
  completionId: string,
  committer: Identity,
): Promise<{ ok: true; landed: EarlierLanding | null } | Refused> {
  if (onto === change.base) return { ok: true, landed: null };
  const search = [
    "log",
    "-E",
    `--grep=${trailerPattern(completionId)}`,
    "--format=%H%x00%T%x00%P%x00%ce",
    "--topo-order",
  ];
  const result = await place.git([...search, "--end-of-options", `${change.base}..${onto}`]);
  if (!result.ok) return gitTrouble("The integration branch could not be searched", result);
  const found = result.stdout
    .split("\n")
    .map((line) => line.split("\0"))
    .filter(([, , , email]) => email === committer.email);
  const [newest, oldest] = [found[0], found.at(-1)];
  if (!newest || !oldest) return { ok: true, landed: null };
  const [head = "", tree = ""] = newest;
  return {
    ok: true,
    landed: { head, tree, onto: oldest[2]?.split(" ")[0] ?? "", commits: found.map(([sha = ""]) => sha).reverse() },
  };
}

/** Whether `commit` is `head` or an ancestor of it. */
export async function isContained(
  place: GitPlace,
  commit: string,
  head: string,
): Promise<{ ok: true; contained: boolean } | Refused> {
  if (commit === head) return { ok: true, contained: true };
  const result = await place.git(["merge-base", "--is-ancestor", "--end-of-options", commit, head]);
  if (result.ok || result.exitCode === 1) return { ok: true, contained: result.ok };
  return gitTrouble("Ancestry could not be checked", result);
}
