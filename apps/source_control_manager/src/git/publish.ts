import type { Mirror, PushResult } from "@pushpals/shared/git";
import type { Built } from "../merge/landing-state";
import { isContained } from "./find-landed";
import { barePlace, type Refused, refused } from "./git-place";

/** `there`: seen on the remote. `head` is what the remote's branch holds, which may be ahead of the candidate. */
export type Proof = { ok: true; there: true; head: string } | { ok: true; there: false; moved: boolean } | Refused;

export const branchRef = (branch: string): string => `refs/heads/${branch}`;
export const trackingRef = (branch: string): string => `refs/remotes/origin/${branch}`;

/**
 * Asks the remote what became of a push, whatever the push itself said: a push that reported success may have done
 * nothing, and one that broke off may have arrived. Only an answer counts; without one the outcome stays unknown.
 */
export async function proveLanding(mirror: Mirror, branch: string, built: Built, pushed: PushResult): Promise<Proof> {
  const asked = await mirror.lsRemote(branchRef(branch));
  if (!asked.ok) return unknown(mirror, branch, pushed, asked.message);
  if (asked.sha === built.head) return { ok: true, there: true, head: built.head };
  if (asked.sha === built.onto) return notTaken(mirror, branch, pushed);
  const fetched = await mirror.fetch();
  const head = fetched.ok ? await mirror.resolve(trackingRef(branch)) : null;
  if (!fetched.ok) return unknown(mirror, branch, pushed, fetched.stderr.trim());
  if (head === null) return { ok: true, there: false, moved: true };
  const contained = await isContained(barePlace(mirror.dir), built.head, head);
  if (!contained.ok) return contained;
  return contained.contained ? { ok: true, there: true, head } : { ok: true, there: false, moved: true };
}

function unknown(mirror: Mirror, branch: string, pushed: PushResult, words: string): Refused {
  const where = placeName(mirror);
  if (!pushed.ok && pushed.class === "auth")
    return refused("remote_unavailable", `${where} refused the credentials: ${pushed.message}`);
  return refused(
    "landing_unknown",
    `The change was sent to ${branch}, but ${where} could not be asked whether it arrived: ${words.slice(-1_000)} It will be looked up and, where needed, sent again.`,
  );
}

/** The branch is where it was: why? */
function notTaken(mirror: Mirror, branch: string, pushed: PushResult): Proof {
  const where = placeName(mirror);
  if (pushed.ok)
    return refused(
      "publish_failed",
      `${where} accepted the push, but ${branch} is unchanged there. Nothing has landed.`,
    );
  if (pushed.class === "full")
    return refused(
      "remote_unavailable",
      `There is no room on ${where}, or here: ${pushed.message.slice(-2_000)}. It is sent again by itself.`,
    );
  if (pushed.class === "rejected" && isRace(pushed.message)) return { ok: true, there: false, moved: true };
  if (pushed.class === "rejected" && isCheckedOut(pushed.message))
    return refused(
      "remote_unavailable",
      `${branch} is checked out in a work tree of ${where}, so it cannot be moved under the person's hands. Switch that work tree to another branch; the change lands by itself then. (${pushed.message})`,
    );
  if (isLocked(pushed.message))
    return refused("remote_unavailable", `${branch} is locked in ${where}: ${pushed.message.slice(-2_000)}`);
  if (pushed.class === "rejected" || pushed.class === "other")
    return refused("publish_failed", `${where} refused the push to ${branch}: ${pushed.message.slice(-2_000)}`);
  return refused("remote_unavailable", `${where} could not be reached: ${pushed.message.slice(-2_000)}`);
}

/** Git's own verdict, without the words of hooks that `mirror.push` puts behind it. */
const verdict = (message: string): string => message.split(" It says: ", 1)[0] ?? "";
const isRace = (message: string): boolean => /stale info|fetch first|non-fast-forward/i.test(verdict(message));
const isLocked = (message: string): boolean =>
  /cannot lock ref|failed to (update|lock) ref|unable to create/i.test(verdict(message));
const isCheckedOut = (message: string): boolean => /checked.?out/i.test(verdict(message));

/** The other side, for people. */
export const placeName = (mirror: Mirror): string =>
  mirror.remote ? `the remote ${mirror.remote.name}` : "your repository";
