import { type Identity, type Mirror, mergeTree } from "@pushpals/shared/git";
import { type GitPlace, gitTrouble, type Refused } from "../../git/git-place";
import { branchRef, trackingRef } from "../../git/publish";

/** Heads of both branches as last seen on the remote. */
export interface Heads {
  integration: string;
  base: string;
}

/** A commit that the integration branch has and the base branch lacks. Ids are as its trailers tell, null for none. */
export interface ContentCommit {
  sha: string;
  subject: string;
  completionId: string | null;
  jobId: string | null;
}

/** Commits that are read; a pull request beyond that tells its newest part. */
const MOST = 2_000;
const FIELDS = 6;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null while one of the branches is not on the remote. */
export async function readHeads(mirror: Mirror, names: { integration: string; base: string }): Promise<Heads | null> {
  const [integration, base] = await Promise.all([
    mirror.resolve(branchRef(names.integration)),
    mirror.resolve(trackingRef(names.base)),
  ]);
  return integration === null || base === null ? null : { integration, base };
}

/** Whether a merge would change the base branch: after a squash it would not, though the histories differ. */
export async function somethingToMerge(
  place: GitPlace,
  { integration, base }: Heads,
): Promise<{ ok: true; something: boolean } | Refused> {
  if (integration === base) return { ok: true, something: false };
  const merged = await mergeTree((args) => place.git(args), base, integration);
  // There is something, for a person to solve.
  if (merged.kind === "conflict") return { ok: true, something: true };
  if (merged.kind === "failed") return gitTrouble("The branches could not be compared", merged.result);
  const tree = await place.git(["rev-parse", "--verify", "--end-of-options", `${base}^{tree}`]);
  if (!tree.ok) return gitTrouble("The base branch could not be read", tree);
  return { ok: true, something: merged.tree !== tree.stdout.trim() };
}

/**
 * The commits of the integration branch that none of `without` has, newest first, merges of other branches left out.
 * Trailers count where Push Pals itself made the commit.
 */
export async function readContents(
  place: GitPlace,
  head: string,
  without: readonly string[],
  committer: Identity,
): Promise<{ ok: true; commits: ContentCommit[] } | Refused> {
  const trailer = (key: string) => `%(trailers:key=PushPals-${key},valueonly,separator=%x2C)`;
  const format = ["%H", "%P", "%ce", "%s", trailer("Completion"), trailer("Job")].join("%x00");
  const result = await place.git([
    "log",
    "-z",
    `--max-count=${MOST}`,
    "--topo-order",
    `--format=tformat:${format}`,
    "--end-of-options",
    head,
    ...without.map((sha) => `^${sha}`),
  ]);
  if (!result.ok) return gitTrouble("The integration branch could not be read", result);
  const fields = result.stdout.split("\0");
  const commits: ContentCommit[] = [];
  for (let at = 0; at + FIELDS <= fields.length; at += FIELDS) {
    const [sha = "", parents = "", email, subject = "", completion = "", job = ""] = fields.slice(at, at + FIELDS);
    const ours = email === committer.email;
    const completionId = ours ? lastId(completion) : null;
    const jobId = ours ? lastId(job) : null;
    if (parents.includes(" ") && completionId === null) continue;
    commits.push({ sha, subject, completionId, jobId });
  }
  return { ok: true, commits };
}

const lastId = (values: string): string | null => {
  const last = values.split(",").at(-1)?.trim() ?? "";
  return UUID.test(last) ? last : null;
};
