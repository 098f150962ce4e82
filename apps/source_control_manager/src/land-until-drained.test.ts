import { expect, test } from "bun:test";
import { join } from "node:path";
import { createClient } from "@pushpals/sdk";
import { landUntilDrained } from "./land-until-drained";
import type { TestedTreeViolation } from "./merge/assert-tested";
import { benches } from "./testing/benches";
import { startHttpHub } from "./testing/http-hub";
import { completionsOf } from "./testing/land-all";
import { quietLog } from "./testing/landing-bench";
import { takeTurns } from "./turns";

const { bench } = benches();

for (const batch_size of [1, 4])
  test(`batch_size ${batch_size}: a tree that was not tested stops the queue; what was in hand goes back unharmed`, async () => {
    const b = await bench(undefined, { section: { batch_size } });
    const hub = startHttpHub();
    const base = b.head();
    hub.waiting.push(...completionsOf(b, [{ "a1.txt": "x" }, { "a2.txt": "x" }]));
    const { treeOf } = b.desk.mirror;
    // As if what is to be pushed had become another commit since it was built.
    b.desk.mirror.treeOf = async (sha) => (sha === base ? treeOf(sha) : "f".repeat(40));
    const drain = new AbortController();
    const seen: TestedTreeViolation[] = [];
    const { done } = landUntilDrained({
      desk: b.desk,
      client: createClient({ baseUrl: hub.url, token: "t" }),
      pusherId: "scm-1",
      turns: takeTurns(),
      records: join(b.repositories.dataDir, "source_control_manager"),
      log: quietLog,
      draining: drain.signal,
      onViolation: (error) => {
        seen.push(error);
        drain.abort();
      },
    });
    await done;
    expect(seen[0]?.message).toContain("must not land");
    expect([b.head(), hub.landed, hub.failed]).toEqual([base, [], []]);
    expect(hub.released.length).toBe(batch_size === 1 ? 1 : 2);
    await hub.stop();
  });
