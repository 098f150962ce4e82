import { type Refusal, refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { delay } from "@pushpals/sdk";
import { handOver } from "@pushpals/shared/consume";
import type { Log } from "@pushpals/shared/log";
import { type Place, placeAfter } from "./place";

const ASK_AGAIN_MS = 2_000;

/** Jobs that work on these paths has to come after. Waits, with the request in hand, while there are too many. */
export async function findPlace(
  targetPaths: string[],
  options: { client: Client; log: Log; signal: AbortSignal },
): Promise<{ ok: true; place: Exclude<Place, { kind: "too_many" }> } | Refusal> {
  const { client, log, signal } = options;
  if (targetPaths.length === 0) return { ok: true, place: { kind: "free" } };
  while (!signal.aborted) {
    const found = await handOver(() => client.jobs.overlaps({ targetPaths }, { signal }), signal);
    if (!found.ok) return found;
    const place = placeAfter(found.jobIds);
    if (place.kind !== "too_many") return { ok: true, place };
    // Later requests wait behind this one: planning them first would put them before it.
    log.warn({ overlapping: place.count }, "too many unfinished jobs on the same paths; waiting for some to end");
    await delay(ASK_AGAIN_MS, signal);
  }
  return refuse("unreachable", "planning was stopped while it waited for overlapping jobs");
}
