import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import { barePlace, type Refused } from "../../git/git-place";
import type { PullRequest } from "../github/pull-requests";
import { type ContentCommit, type Heads, readContents } from "./contents";

export interface WantedContents {
  ok: true;
  /** Newest first. */
  commits: ContentCommit[];
  /** The pull request by which a person declined exactly this, if there is one. */
  declined: PullRequest | null;
}

/**
 * What a pull request ought to hold: the commits that the base branch lacks, without those that an earlier pull request
 * brought there by a squash or a rebase. `past`: closed and merged ones, the last changed first.
 */
export async function wantedContents(
  { mirror, config }: { mirror: Mirror; config: Pick<Config, "workerpals"> },
  heads: Heads,
  past: readonly PullRequest[],
): Promise<WantedContents | Refused> {
  const { author_name: name, author_email: email } = config.workerpals;
  const read = (without: string[]) =>
    readContents(barePlace(mirror.dir), heads.integration, [heads.base, ...without], { name, email });
  const merged = await knownHeads(mirror, past.filter(isMerged));
  const contents = await read(merged);
  if (!contents.ok) return contents;
  const last = past.find((pull) => !isMerged(pull)) ?? null;
  const seen = last ? await knownHeads(mirror, [last]) : [];
  if (seen.length === 0) return { ok: true, commits: contents.commits, declined: null };
  const since = await read([...merged, ...seen]);
  if (!since.ok) return since;
  return { ok: true, commits: contents.commits, declined: since.commits.length === 0 ? last : null };
}

const isMerged = (pull: PullRequest): boolean => typeof pull.merged_at === "string";

/** Heads of pull requests, as far as the mirror has them. */
async function knownHeads(mirror: Mirror, pulls: readonly PullRequest[]): Promise<string[]> {
  const found = await Promise.all(pulls.map((pull) => mirror.resolve(pull.head.sha)));
  return found.filter((sha) => sha !== null);
}
