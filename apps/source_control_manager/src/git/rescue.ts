import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Identity, Mirror } from "@pushpals/shared/git";
import { formatCommit, personLine } from "./commit-object";
import { type GitPlace, gitTrouble, type Refused } from "./git-place";
import { writeCommit } from "./merge-trees";

const RESCUES = "refs/pushpals/rescue/scm-";

/**
 * Keeps the whole present state of a work tree, committed or not, as a commit on its HEAD under
 * `refs/pushpals/rescue/scm-<time>`. Works on an index of its own: the work tree and its index stay as they are.
 * Ignored files are left out. The same state found twice is kept once.
 */
export async function rescueWorkTree(
  mirror: Mirror,
  place: GitPlace,
  committer: Identity,
): Promise<{ ok: true; ref: string } | Refused> {
  const index = join(mirror.dir, `rescue-index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    const added = await place.git(["add", "--all"], { env });
    if (!added.ok) return gitTrouble("The changed work tree could not be kept", added);
    const tree = await place.git(["write-tree"], { env });
    if (!tree.ok) return gitTrouble("The changed work tree could not be kept", tree);
    const head = await place.git(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
    const known = await findRescue(place, tree.stdout.trim(), head.ok ? head.stdout.trim() : "");
    if (known !== null) return { ok: true, ref: known };
    const person = personLine(committer.name, committer.email, Date.now());
    const written = await writeCommit(
      place,
      formatCommit({
        tree: tree.stdout.trim(),
        parents: head.ok ? [head.stdout.trim()] : [],
        author: person,
        committer: person,
        encoding: null,
        message: "Changes found in the workspace of SourceControlManager\n",
      }),
    );
    if (!written.ok) return written;
    const ref = `${RESCUES}${new Date().toISOString().replace(/[-:.]/g, "")}`;
    await mirror.updateRef(ref, written.sha);
    return { ok: true, ref };
  } finally {
    rmSync(index, { force: true });
    rmSync(`${index}.lock`, { force: true });
  }
}

async function findRescue(place: GitPlace, tree: string, parent: string): Promise<string | null> {
  const listed = await place.git(["for-each-ref", "--format=%(tree) %(parent) %(refname)", `${RESCUES}*`]);
  const found = listed.stdout.split("\n").find((line) => line.startsWith(`${tree} ${parent} `));
  return found?.split(" ").at(-1) ?? null;
}
