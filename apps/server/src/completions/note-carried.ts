import type { completionRoutes, Landing, Refusal } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import { completionFields, landedOf } from "./completion-item";
import { keepLanding, noteCommit } from "./landed-commits";

const BY_SHA = statement<{ completion_seq: number }>("SELECT completion_seq FROM landed_commits WHERE sha = ?1");

/** Notes the copies of landed commits, so that each leads back to its completion as well. Twice is once. */
export function noteCarried(
  core: Core,
  { commits }: Parsed<typeof completionRoutes.carried>,
): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx) => {
    // In their order: a commit may have been replayed before.
    for (const { from, to } of commits) {
      const landed = await tx.first(BY_SHA, from);
      // What people pushed is not of any completion.
      if (landed && (await tx.first(BY_SHA, to)) === undefined) await note(tx, landed.completion_seq, to);
    }
    return { ok: true };
  });
}

async function note(tx: Tx, completion: number, sha: string): Promise<void> {
  await noteCommit(tx, completion, sha);
  const landing = landedOf(await completionFields(tx, completion));
  if (landing === null) return;
  const more: Landing = { ...landing, carried: [...(landing.carried ?? []), sha] };
  await keepLanding(tx, completion, more);
}
