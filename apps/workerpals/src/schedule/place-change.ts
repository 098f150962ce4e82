/** What `git merge-tree` says of a change that was just committed. Null: git could not tell. */
export interface MergeFacts {
  /** Against the head of the integration branch: the files in which they are at odds; empty when the change applies. */
  head: { sha: string; atOdds: readonly string[] | null };
  /** Against the changes that come before it and have not landed. */
  ahead: readonly { jobId: string; atOdds: readonly string[] | null }[];
}

export type ChangePlace =
  /** Nothing is in its way: it may be proven, and landed beside whatever else is under way. */
  | { kind: "free" }
  /** Made on a state that is over: to be done again on the head before anything is proven. */
  | { kind: "onto"; sha: string; files: readonly string[] }
  /** At odds with changes that were there first: to wait until these have landed, or are given up. */
  | { kind: "after"; jobIds: string[]; files: readonly string[] };

/**
 * Where a change goes, before it is proven. What has landed comes first: then it is known what to build on. What git
 * cannot tell is in nobody's way, since the landing looks again.
 */
export function placeChange({ head, ahead }: MergeFacts): ChangePlace {
  if (head.atOdds !== null && head.atOdds.length > 0) return { kind: "onto", sha: head.sha, files: head.atOdds };
  const first = ahead.filter(({ atOdds }) => atOdds !== null && atOdds.length > 0);
  if (first.length === 0) return { kind: "free" };
  const files = [...new Set(first.flatMap(({ atOdds }) => atOdds ?? []))];
  return { kind: "after", jobIds: first.map(({ jobId }) => jobId), files };
}
