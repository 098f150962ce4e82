import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { isContained } from "../git/find-landed";
import { barePlace } from "../git/git-place";
import type { IntentStore } from "./intent-store";

/**
 * Closes every open intent by what the remote has: `head` is the branch's head as it was just read there. An
 * intent that cannot be judged stays open, which is never called success.
 */
export async function reconcileIntents(
  desk: { mirror: Mirror; intents: IntentStore; log: Log },
  branch: string,
  head: string,
): Promise<void> {
  for (const intent of desk.intents.open()) {
    if (intent.branch !== branch) continue;
    // What was fetched is complete: a commit that is not here is not on the branch.
    const known = (await desk.mirror.resolve(intent.head)) !== null;
    const contained = known
      ? await isContained(barePlace(desk.mirror.dir), intent.head, head)
      : { ok: true as const, contained: false };
    if (!contained.ok) {
      desk.log.warn({ intent, failure: contained.failure }, "what became of a push is still unknown");
      continue;
    }
    const outcome = contained.contained ? "landed" : "not_landed";
    desk.intents.close(intent, outcome);
    desk.log.info(
      { intentId: intent.intentId, head: intent.head, outcome },
      "a push that was cut off is accounted for",
    );
  }
}
