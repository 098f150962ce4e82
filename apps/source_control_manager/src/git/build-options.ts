import type { ClaimedCompletion } from "@pushpals/protocol";
import type { Identity } from "@pushpals/shared/git";
import type { Built, Change } from "../merge/landing-state";
import type { GitPlace, Refused } from "./git-place";

export interface BuildOptions {
  place: GitPlace;
  change: Change;
  /** Head of the integration branch, and its tree. */
  onto: { sha: string; tree: string };
  completion: Pick<ClaimedCompletion, "completionId" | "branch" | "message">;
  committer: Identity;
  /** Whether the committer signs off on what is made here. */
  signOff: boolean;
  nowMs: number;
}

/** `nothing_left`: the integration branch has the whole content of the change already. */
export type BuildResult = { ok: true; built: Built } | { ok: true; nothingLeft: true } | Refused;
