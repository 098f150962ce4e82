import type { BaseMerge, MergeResult } from "@pushpals/protocol";
import { checkTree } from "../checks/check-tree";
import { isContained } from "../git/find-landed";
import { barePlace } from "../git/git-place";
import { branchRef, placeName } from "../git/publish";
import type { LandingDesk } from "../landing-desk";
import { type BranchNames, fetchHeads, upper } from "./remote-heads";

/**
 * Fast-forwards the base branch to a commit of the integration branch, as a person asked. Never forces, never makes a
 * merge commit, never takes more than the person has seen, and calls it merged only once the remote was seen to have
 * it. In local mode a branch that some work tree has checked out is left alone: its files would look changed.
 */
export async function mergeBase(
  desk: LandingDesk,
  { headSha: head }: Pick<BaseMerge, "headSha">,
  signal: AbortSignal,
): Promise<MergeResult> {
  const { config, mirror } = desk;
  const { integration_branch: integration, base_branch: base, checks } = config.source_control_manager;
  const names = { integration, base };
  if (!config.policy.allow_merge)
    return refused(`policy.allow_merge is off: ${base} is moved by other means, such as a pull request.`);
  const heads = await fetchHeads(mirror, names, signal);
  if (!heads.ok) return refused(heads.failure.message);
  const { base: from } = heads;
  if (from === null) return refused(`There is no branch ${base} in ${placeName(mirror)}.`);
  const blocked = await inTheWay(desk, names, { integration: heads.integration, base: from }, head);
  if (blocked !== null) return { ...blocked, from, to: from };
  const gate = await checkTree(desk, { head, tree: await mirror.treeOf(head) }, signal);
  if (!gate.ok) return { ...refused(`${base} was not moved: ${gate.failure.message}`), from, to: from };
  const ref = branchRef(base);
  const pushed = await mirror.push({ sha: head, ref, expectedOld: from });
  const asked = await mirror.lsRemote(ref);
  if (!asked.ok)
    return {
      ...refused(
        `${base} was sent, but ${placeName(mirror)} could not be asked whether it arrived: ${asked.message}. Ask again.`,
      ),
      from,
    };
  if (asked.sha !== head) {
    const why = pushed.ok ? `${upper(placeName(mirror))} took the push, but did not move it.` : pushed.message;
    return { ...refused(`${base} was not moved. ${why}${byHand(desk, names, head)}`), from, to: asked.sha };
  }
  // So that whoever compares the two branches sees it at once; should it fail, the next fetch brings it.
  await mirror.fetch();
  const where = mirror.remote ? ` on ${mirror.remote.name}` : "";
  const message = `${base}${where} is at ${head.slice(0, 12)} now (it was at ${from.slice(0, 12)}).`;
  return { outcome: "merged", from, to: head, message, checks: checks.length > 0 ? "passed" : "ungated" };
}

/** Why the base branch cannot become this commit by a fast-forward; null when it can. */
async function inTheWay(
  { mirror }: LandingDesk,
  { integration, base }: BranchNames,
  heads: { integration: string | null; base: string },
  head: string,
): Promise<Pick<MergeResult, "outcome" | "message" | "checks"> | null> {
  const place = barePlace(mirror.dir);
  const known = (await mirror.resolve(head)) === head && heads.integration !== null;
  const reviewed = known ? await isContained(place, head, heads.integration ?? "") : null;
  if (reviewed && !reviewed.ok) return refused(reviewed.failure.message);
  if (!reviewed?.contained)
    return refused(`${head.slice(0, 12)} is not on ${integration} any more. Look at the review again.`);
  const there = await isContained(place, head, heads.base);
  if (!there.ok) return refused(there.failure.message);
  if (there.contained)
    return { outcome: "already_there", message: `${base} has ${head.slice(0, 12)} already.`, checks: null };
  const forward = await isContained(place, heads.base, head);
  if (!forward.ok) return refused(forward.failure.message);
  if (forward.contained) return null;
  const listed = await place.git([
    "log",
    "--format=%h %s",
    "--max-count=6",
    "--end-of-options",
    heads.base,
    `^${head}`,
  ]);
  const commits = listed.stdout.split("\n").filter((line) => line !== "");
  const shown = `${commits.slice(0, 5).join("; ")}${commits.length > 5 ? "; …" : ""}`;
  return refused(
    `${base} has commits that ${integration} lacks, so it cannot be fast-forwarded: ${shown}. With source_control_manager.sync_base they are brought into ${integration} within a minute; then look at the review and ask again.`,
  );
}

const refused = (message: string): MergeResult => ({
  outcome: "refused",
  from: null,
  to: null,
  message: message.slice(0, 4_000),
  checks: null,
});

/** In local mode the person may have the branch checked out, and then is the one who can move it. */
const byHand = ({ mirror }: LandingDesk, { base }: BranchNames, head: string): string =>
  mirror.remote ? "" : ` On ${base}, you can do it yourself: git merge --ff-only ${head.slice(0, 12)}`;
