import type { ClaimedCompletion, Failure, Landing } from "@pushpals/protocol";
import type { Identity } from "@pushpals/shared/git";
import type { Built, Change } from "../merge/landing-state";
import { buildCherryPick } from "./build-cherry-pick";
import { buildFastForward } from "./build-fast-forward";
import { buildMerge } from "./build-merge";
import type { GitPlace, Refused } from "./git-place";

export interface BuildOptions {
  place: GitPlace;
  change: Change;
  /** Head of the integration branch, and its tree. */
  onto: { sha: string; tree: string };
  completion: Pick<ClaimedCompletion, "completionId" | "branch" | "message">;
  committer: Identity;
  nowMs: number;
}

/** `nothing_left`: the integration branch has the whole content of the change already. */
export type BuildResult = { ok: true; built: Built } | { ok: true; nothingLeft: true } | Refused;

const STRATEGIES: Record<Landing["strategy"], (options: BuildOptions) => Promise<BuildResult>> = {
  "cherry-pick": buildCherryPick,
  "no-ff": buildMerge,
  "ff-only": buildFastForward,
};

/** Makes the commits that would land, in the object store only: no ref moves, nothing is published. */
export const buildCandidate = (strategy: Landing["strategy"], options: BuildOptions): Promise<BuildResult> =>
  STRATEGIES[strategy](options);

/** For a person: which files, and that nothing is lost. */
export function conflictFailure(options: BuildOptions, commit: string, files: string[], messages: string): Failure {
  const shown = files.slice(0, 20).join(", ");
  const more = files.length > 20 ? ` and ${files.length - 20} more` : "";
  return {
    code: "merge_conflict",
    message:
      `The change conflicts with what has landed since it was started, in ${shown}${more}. ` +
      `Nothing was landed; the work is kept on ${options.completion.branch}. Ask for it again on the new state, or merge it by hand.`,
    detail: {
      files: files.slice(0, 500),
      commit,
      onto: options.onto.sha,
      branch: options.completion.branch,
      messages: messages.slice(0, 8_000),
    },
  };
}
