import { integrationHead, reviewPlace } from "@pushpals/shared/review";
import { type Context, printJson, refused } from "../context";
import { EXIT } from "../exit-codes";
import { printable } from "../output/printable";

const WAIT_MS = 30_000;
/** Checks may have to run before the base branch is moved. */
const MAX_WAIT_MS = 20 * 60_000;

/**
 * Asks SourceControlManager to fast-forward the base branch to what the integration branch holds now, or to the commit
 * that was reviewed, and waits for what came of it.
 */
export async function merge(context: Context, options: { head?: string | undefined; session?: string | undefined }) {
  const { mirrorDir, integration } = reviewPlace(context.config);
  const headSha = options.head ?? (await integrationHead(mirrorDir, integration));
  if (headSha === null) {
    context.err.write(`Push Pals' copy of the repository does not have ${integration} yet. Is it running?\n`);
    return EXIT.failed;
  }
  const sessionId = options.session ?? context.config.session.id;
  let reply = await context.client.merges.create({ sessionId, headSha });
  const end = performance.now() + MAX_WAIT_MS;
  while (reply.ok && reply.merge.status === "pending" && performance.now() < end)
    reply = await context.client.merges.get({ id: reply.merge.mergeId, waitMs: WAIT_MS });
  if (!reply.ok) return refused(context, reply);
  const { result } = reply.merge;
  if (context.json) printJson(context, reply.merge);
  else if (result === null)
    context.err.write("SourceControlManager has not answered. Is it running? `watch` shows what comes of it.");
  else (result.outcome === "refused" ? context.err : context.out).write(`${printable(result.message)}\n`);
  return result === null || result.outcome === "refused" ? EXIT.failed : EXIT.done;
}
