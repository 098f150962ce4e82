import type { ChangeCommit } from "../merge/landing-state";
import { parseCommit } from "./commit-object";
import { type GitPlace, gitTrouble, type Refused, refused } from "./git-place";

/** Reads commit objects with one process. Shas must be full object names; order is kept. */
export async function readCommits(
  place: GitPlace,
  shas: readonly string[],
): Promise<{ ok: true; commits: ChangeCommit[] } | Refused> {
  const result = await place.git(["cat-file", "--batch"], { stdin: `${shas.join("\n")}\n`, maxOutputBytes: 256 << 20 });
  if (!result.ok) return gitTrouble("Commits could not be read", result);
  const commits: ChangeCommit[] = [];
  let at = 0;
  for (const sha of shas) {
    const lineEnd = result.bytes.indexOf(10, at);
    const [, kind, size] = Buffer.from(result.bytes.subarray(at, lineEnd)).toString("latin1").split(" ");
    if (kind === "missing") return refused("branch_missing", `The commit ${sha} is not in the mirror.`);
    const raw = result.bytes.subarray(lineEnd + 1, lineEnd + 1 + Number(size));
    const commit = kind === "commit" ? parseCommit(raw) : null;
    if (!commit) return refused("change_refused", `${sha} is not a commit.`);
    commits.push({ sha, tree: commit.tree, parents: commit.parents, raw });
    at = lineEnd + 1 + Number(size) + 1;
  }
  return { ok: true, commits };
}
