import type { BuildOptions, BuildResult } from "./build-options";
import { formatCommit, personLine } from "./commit-object";
import { landingMessage } from "./completion-trailer";
import { conflictFailure } from "./conflict-failure";
import { mergeCommits } from "./merge-trees";
import { writeSigned } from "./sign-commit";

/** One merge commit on the integration branch; the commits of the change stay as they are. */
export async function buildMerge(options: BuildOptions): Promise<BuildResult> {
  const { change, onto, place, completion } = options;
  const merged = await mergeCommits(place, onto.sha, change.sha);
  if ("conflicts" in merged) return { ok: false, failure: await conflictFailure(options, change.sha, merged) };
  if (!merged.ok) return merged;
  if (merged.tree === onto.tree) return { ok: true, nothingLeft: true };
  const person = personLine(options.committer.name, options.committer.email, options.nowMs);
  const message = Buffer.from(`Merge ${completion.branch}\n\n${completion.message}`, "utf8").toString("latin1");
  const written = await writeSigned(
    place,
    formatCommit({
      tree: merged.tree,
      parents: [onto.sha, change.sha],
      author: person,
      committer: person,
      encoding: null,
      message: landingMessage(message, options),
    }),
  );
  if (!written.ok) return written;
  const commits = [...change.commits.map((commit) => commit.sha), written.sha];
  return { ok: true, built: { onto: onto.sha, head: written.sha, tree: merged.tree, commits, skipped: [] } };
}
