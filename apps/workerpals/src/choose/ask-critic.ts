import type { CandidateRow, ChooseExecuteParams } from "@pushpals/protocol";
import type { Critic } from "@pushpals/shared/critic";
import type { Standing } from "./rank-candidates";

export type Opinion = { ok: true; first: Standing; why: string } | { ok: false; why: string };

const LABELS = "ABCDEFGH";

/**
 * Asks the critic which of these changes serves the task best. It is asked twice, the second time in the opposite
 * order and by other labels, and only what it says both times counts: whichever comes first must not win for that.
 */
export async function askCritic(
  critic: Critic,
  task: ChooseExecuteParams["task"],
  tied: readonly Standing[],
  candidates: readonly CandidateRow[],
  signal: AbortSignal,
): Promise<Opinion> {
  const { instruction, planning } = task;
  const { targetPaths, acceptanceCriteria } = planning;
  const opinions: Extract<Opinion, { ok: true }>[] = [];
  for (const order of [tied, [...tied].reverse()]) {
    const shown = order.map((one, index) => ({ label: LABELS.charAt(index), ...changeOf(one, candidates) }));
    const chosen = await critic.choose({ instruction, targetPaths, acceptanceCriteria }, shown, signal);
    if (!chosen.ok) return { ok: false, why: chosen.message };
    const first = order[LABELS.indexOf(chosen.best)];
    if (!first) throw new Error(`the critic chose "${chosen.best}", which is no label`);
    opinions.push({ ok: true, first, why: chosen.why });
  }
  const [first, second] = opinions;
  if (!first || first.first !== second?.first)
    return { ok: false, why: `the critic ${critic.name} named another one when it was shown them in another order` };
  return { ...first, why: `${first.why} (${critic.name})` };
}

function changeOf({ jobId }: Standing, candidates: readonly CandidateRow[]) {
  const evidence = candidates.find(({ job }) => job.jobId === jobId)?.result?.evidence;
  if (!evidence) throw new Error(`the candidate ${jobId} stands without a result`);
  return { patch: evidence.patch, receipts: evidence.validation };
}
