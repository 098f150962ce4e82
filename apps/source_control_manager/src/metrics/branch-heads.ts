import { delay } from "@pushpals/sdk";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { barePlace } from "../git/git-place";
import { branchRef, trackingRef } from "../git/publish";
import type { BranchNames } from "../integration/remote-heads";

/** How far the integration branch is, as last seen on the remote. */
export interface BranchHeads {
  headSha: string | null;
  /** Commits of its first-parent line that the base branch lacks. */
  ahead: number | null;
}

export const UNSEEN: BranchHeads = { headSha: null, ahead: null };

/** Reads the mirror only. */
export async function readBranchHeads(mirror: Mirror, { integration, base }: BranchNames): Promise<BranchHeads> {
  const headSha = await mirror.resolve(branchRef(integration));
  if (headSha === null || (await mirror.resolve(trackingRef(base))) === null) return { headSha, ahead: null };
  const counted = await barePlace(mirror.dir).git([
    "rev-list",
    "--count",
    "--first-parent",
    "--end-of-options",
    headSha,
    `^${trackingRef(base)}`,
  ]);
  return { headSha, ahead: counted.ok ? Number(counted.stdout) : null };
}

/** Landings in a row are one look. */
const QUIET_MS = 1_000;

/** Looks now, and again after each call of what it answers; what is called while it looks is one more look. */
export function watchBranchHeads(options: {
  read(): Promise<BranchHeads>;
  onRead(heads: BranchHeads): void;
  log: Log;
  draining: AbortSignal;
}): () => void {
  const { read, onRead, log, draining } = options;
  let [looking, again] = [false, false];
  const look = async () => {
    looking = true;
    do {
      again = false;
      onRead(await read());
      await delay(QUIET_MS, draining);
    } while (again && !draining.aborted);
    looking = false;
  };
  const touch = () => {
    again = true;
    if (!looking) look().catch((error: unknown) => log.error({ err: error }, "the branches could not be read"));
  };
  touch();
  return touch;
}
