import { type mergeRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import { type MergeRow, mergeById, mergeKey, mergeView, oldestAlive, WISHES } from "./merge-row";

type Reply = RouteReply<typeof mergeRoutes.get>;

const OLDEST = statement<MergeRow>(
  "SELECT * FROM merges WHERE result IS NULL AND created_at >= ?1 ORDER BY seq LIMIT 1",
);

/** The oldest wish that waits; held until there is one. */
export async function nextMerge(
  core: Core,
  input: Parsed<typeof mergeRoutes.next>,
  signal?: AbortSignal,
): Promise<Reply | Refusal> {
  const { read } = core.store;
  const oldest = () => read.first(OLDEST, oldestAlive(core));
  // Listening starts before the look: a wish in between is not missed.
  const listening = new AbortController();
  const change = core.queue.signals.wait(WISHES, input.waitMs ?? 0, AbortSignal.any([listening.signal, ...of(signal)]));
  let row = await oldest();
  if (!row) {
    await change;
    row = await oldest();
  }
  listening.abort();
  return row ? { ok: true, merge: mergeView(core, row) } : refuse("nothing_pending", "Nobody asks for a merge.");
}

/** One wish; with `waitMs`, held until it is settled. */
export async function getMerge(
  core: Core,
  input: Parsed<typeof mergeRoutes.get>,
  signal?: AbortSignal,
): Promise<Reply | Refusal> {
  const { read } = core.store;
  const listening = new AbortController();
  const key = mergeKey(input.id.toLowerCase());
  const change = core.queue.signals.wait(key, input.waitMs ?? 0, AbortSignal.any([listening.signal, ...of(signal)]));
  let row = await mergeById(read, input.id);
  if (row && row.result === null) {
    await change;
    row = await mergeById(read, input.id);
  }
  listening.abort();
  return row ? { ok: true, merge: mergeView(core, row) } : refuse("not_found", `There is no merge ${input.id}.`);
}

const of = (signal: AbortSignal | undefined): AbortSignal[] => (signal ? [signal] : []);
