import type { Landing } from "@pushpals/protocol";
import { buildCherryPick } from "./build-cherry-pick";
import { buildFastForward } from "./build-fast-forward";
import { buildMerge } from "./build-merge";
import type { BuildOptions, BuildResult } from "./build-options";

const STRATEGIES: Record<Landing["strategy"], (options: BuildOptions) => Promise<BuildResult>> = {
  "cherry-pick": buildCherryPick,
  "no-ff": buildMerge,
  "ff-only": buildFastForward,
};

/** Makes the commits that would land, in the object store only: no ref moves, nothing is published. */
export const buildCandidate = (strategy: Landing["strategy"], options: BuildOptions): Promise<BuildResult> =>
  STRATEGIES[strategy](options);
