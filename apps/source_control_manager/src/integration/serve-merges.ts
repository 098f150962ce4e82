import type { BaseMerge, MergeResult } from "@pushpals/protocol";
import { backoffMs, type Client, delay } from "@pushpals/sdk";
import type { Log } from "@pushpals/shared/log";

const WAIT_MS = 25_000;
const HUB_AWAY = { baseMs: 250, maxMs: 10_000 };

/**
 * Carries out people's wishes to fast-forward the base branch, until `draining` aborts. They are no items of a queue:
 * a fast-forward to a named commit takes effect once however often it is tried, so there is nothing to lease. A crash
 * before the settlement is followed by another try, which finds the branch where it is to be.
 */
export async function serveMerges(options: {
  client: Pick<Client, "merges">;
  merge(wish: BaseMerge): Promise<MergeResult>;
  log: Log;
  draining: AbortSignal;
}): Promise<void> {
  const { client, merge, log, draining } = options;
  for (let failures = 0; !draining.aborted; ) {
    const next = await client.merges.next({ waitMs: WAIT_MS }, { signal: draining });
    if (draining.aborted) return;
    const settled = next.ok
      ? await client.merges.settle({ id: next.merge.mergeId, result: await merge(next.merge).catch(broken(log)) })
      : next;
    if (settled.ok || settled.code === "nothing_pending") {
      failures = 0;
      continue;
    }
    failures += 1;
    const waitMs = backoffMs(failures, HUB_AWAY);
    log.warn({ code: settled.code, waitMs }, `merges into the base branch are not served: ${settled.message}`);
    await delay(waitMs, draining);
  }
}

/** A bug ends one wish, not the daemon. */
const broken =
  (log: Log) =>
  (error: unknown): MergeResult => {
    log.error({ err: error }, "a merge into the base branch threw");
    const told = error instanceof Error ? error.message : String(error);
    const message = `Something in Push Pals broke: ${told}`.slice(0, 4_000);
    return { outcome: "refused", from: null, to: null, message, checks: null };
  };
