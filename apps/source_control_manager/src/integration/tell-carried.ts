import { isContained } from "../git/find-landed";
import { barePlace } from "../git/git-place";
import type { LandingDesk } from "../landing-desk";

/** Most copies that one call tells of. */
const AT_ONCE = 1_000;

/** Tells the server which commits stand as which after a rebase that arrived; one that did not is forgotten. */
export async function tellCarried(desk: LandingDesk, head: string): Promise<void> {
  for (const one of desk.carried.list()) {
    // What was fetched is complete: a commit that is not here is not on the branch.
    const isHere = (await desk.mirror.resolve(one.head)) !== null;
    const arrived = isHere ? await isContained(barePlace(desk.mirror.dir), one.head, head) : null;
    if (arrived?.ok === false) continue;
    if (arrived?.contained && !(await isTold(desk, one.carried))) continue;
    desk.carried.forget(one);
  }
}

async function isTold({ client, log }: LandingDesk, carried: { from: string; to: string }[]): Promise<boolean> {
  for (let at = 0; at < carried.length; at += AT_ONCE) {
    const told = await client.completions.carried({ commits: carried.slice(at, at + AT_ONCE) });
    if (told.ok) continue;
    log.warn({ code: told.code }, `what a rebase has replayed is told with the next look: ${told.message}`);
    return false;
  }
  return true;
}
