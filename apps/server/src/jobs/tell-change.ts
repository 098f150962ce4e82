import type { jobRoutes, Refusal, RouteReply } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { fence } from "../queue/fence";
import { changesAhead, noteChange } from "./changes";
import { leaseRealPaths } from "./real-paths";

type Reply = RouteReply<typeof jobRoutes.changed>;

/**
 * Notes what a job has really changed, before that is proven: its paths are leased from now on instead of the expected
 * ones, and whoever is to touch others need not wait for the proof.
 */
export function tellChange(core: Core, input: Parsed<typeof jobRoutes.changed>): Promise<Reply | Refusal> {
  return core.store.write(async (tx): Promise<Reply | Refusal> => {
    const held = await fence(tx, "jobs", input.id, input.leaseToken, null);
    if (held.kind === "refused") return held.refusal;
    const { seq } = held.item;
    await noteChange(tx, seq, input.commitSha);
    await leaseRealPaths(core, tx, held.item, input.diff);
    const ahead = await changesAhead(tx, seq);
    return {
      ok: true,
      ahead: ahead.map(({ id, commit_sha, branch }) => ({ jobId: id, commitSha: commit_sha, branch })),
    };
  });
}
