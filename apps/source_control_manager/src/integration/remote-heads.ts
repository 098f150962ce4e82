import type { Mirror } from "@pushpals/shared/git";
import { barePlace, gitTrouble, type Refused, refused } from "../git/git-place";
import { placeName, trackingRef } from "../git/publish";

export interface BranchNames {
  integration: string;
  base: string;
}

export interface RemoteHeads {
  ok: true;
  /** Null when the integration branch does not exist there yet. */
  integration: string | null;
  base: string | null;
}

/** Fetches, and reads both branches as the remote has them now. */
export async function fetchHeads(
  mirror: Mirror,
  names: BranchNames,
  signal?: AbortSignal,
): Promise<RemoteHeads | Refused> {
  const fetched = await mirror.fetch(signal);
  if (!fetched.ok) {
    const trouble = gitTrouble(`${upper(placeName(mirror))} could not be fetched`, fetched);
    return refused("remote_unavailable", trouble.failure.message);
  }
  const [integration, base] = await Promise.all([
    mirror.resolve(trackingRef(names.integration)),
    mirror.resolve(trackingRef(names.base)),
  ]);
  return { ok: true, integration, base };
}

/** Why there is nothing to start from, and what to do. */
export async function missingBase(mirror: Mirror, names: BranchNames): Promise<Refused> {
  const listed = await barePlace(mirror.dir).git([
    "for-each-ref",
    "--format=%(refname:lstrip=3)",
    "refs/remotes/origin",
  ]);
  if (!listed.ok) return gitTrouble("The branches could not be listed", listed);
  const branches = listed.stdout.split("\n").filter((name) => name !== "" && name !== "HEAD");
  const where = placeName(mirror);
  if (branches.length === 0)
    return refused(
      "branch_missing",
      `${upper(where)} has no commit yet, so there is nothing to build on. Make a first commit on ${names.base}${mirror.remote ? ` and push it to ${mirror.remote.name}` : ""}, then start again.`,
    );
  return refused(
    "branch_missing",
    `${upper(where)} has no branch ${names.base} to start ${names.integration} from. Set source_control_manager.base_branch (or PUSHPALS_INTEGRATION_BASE_BRANCH) to one of: ${branches.slice(0, 20).join(", ")}.`,
    { branches: branches.slice(0, 100) },
  );
}

export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
