import { uuid } from "@pushpals/protocol";
import type { Mirror } from "@pushpals/shared/git";
import { barePlace } from "../git/git-place";
import type { Retention } from "./may-go";

const RESCUES = "refs/pushpals/rescue/";
const HOUR_MS = 3_600_000;

/**
 * Deletes what was kept of jobs that did not come to a result, once it is as old as branches of such jobs may get. What
 * was rescued from a person, or from the work tree of this service, stays until a person deletes it. The answer is how
 * many went.
 */
export async function collectRescues(mirror: Mirror, retention: Retention, now: number): Promise<number> {
  const format = "--format=%(objectname) %(committerdate:unix) %(refname)";
  const listed = await barePlace(mirror.dir).git(["for-each-ref", format, RESCUES]);
  let deleted = 0;
  for (const line of listed.stdout.split("\n")) {
    const [sha = "", seconds = "", ref = ""] = line.split(" ");
    const isOfJob = uuid.safeParse(ref.slice(RESCUES.length)).success;
    const isOld = now - Number(seconds) * 1_000 >= retention.failed_branch_retention_hours * HOUR_MS;
    if (isOfJob && isOld && (await mirror.deleteRef(ref, sha))) deleted += 1;
  }
  return deleted;
}
