import type { jobRoutes, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import { appendEvent } from "../events/append-event";
import type { Parsed } from "../parsed";
import { fence } from "../queue/fence";
import { statement } from "../store/statement";
import { keepEvidence } from "./evidence";
import { jobContext, jobFields, ofJob } from "./job-item";

const COMMIT = statement("UPDATE jobs SET commit_sha = ?2 WHERE seq = ?1");

/**
 * Shows what a job that goes on has committed so far. It proves nothing and lands nothing: what the job hands over in
 * the end takes its place.
 */
export function showChange(core: Core, input: Parsed<typeof jobRoutes.preview>): Promise<{ ok: true } | Refusal> {
  const { commitSha, ...change } = input;
  return core.store.write(async (tx) => {
    const fenced = await fence(tx, "jobs", input.id, input.leaseToken, null);
    if (fenced.kind === "refused") return fenced.refusal;
    const { item } = fenced;
    // Sent again, it is told once.
    if ((await jobFields(tx, item.seq)).commit_sha === commitSha) return { ok: true };
    await keepEvidence(tx, item.seq, { ...change, validation: [] });
    await tx.run(COMMIT, item.seq, commitSha);
    const payload = { ...ofJob(item), commitSha, diff: change.diff };
    await appendEvent(core.events, tx, item.session_id, "diff_ready", payload, jobContext(item));
    return { ok: true };
  });
}
