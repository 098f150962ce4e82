import type { Failure } from "@pushpals/protocol";
import type { BuildOptions } from "./build-options";
import { conflictSides } from "./conflict-sides";
import type { Conflict } from "./merge-trees";

/** For a person: which files, and that nothing is lost. For whoever does it again: both sides. */
export async function conflictFailure(options: BuildOptions, commit: string, conflict: Conflict): Promise<Failure> {
  const { conflicts: files, messages, ours } = conflict;
  const sides = await conflictSides(options.place, conflict, { ours, theirs: commit });
  const more = files.length > 20 ? ` and ${files.length - 20} more` : "";
  // Git can find two sides at odds without a file in conflict, as on where a folder has gone.
  const where =
    files.length > 0 ? `in ${files.slice(0, 20).join(", ")}${more}` : `as git says: ${messages.slice(0, 300)}`;
  return {
    code: "merge_conflict",
    message:
      `The change conflicts with what has landed since it was started, ${where}. ` +
      `Nothing was landed; the work is kept on ${options.completion.branch}. Ask for it again on the new state, or merge it by hand.`,
    detail: {
      files: files.slice(0, 500),
      commit,
      onto: options.onto.sha,
      branch: options.completion.branch,
      messages: messages.slice(0, 8_000),
      sides: sides.map(({ path, text }) => ({ path, text })),
    },
  };
}
