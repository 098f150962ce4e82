import { type Choice, type Refusal, refuse } from "@pushpals/protocol";
import { COMPLETED } from "../../queue/codes";
import { itemBySeq } from "../../queue/find-item";
import type { Tx } from "../../store/store";
import type { ItemRow } from "../../store/tables";
import { jobFields } from "../job-item";
import { candidatesOf } from "./candidates";

interface Landing {
  commitSha: string;
  branch: string;
  choice?: Choice | undefined;
}

/**
 * Why this change may not be handed over as the result of this job, as far as candidates go: a candidate's own change
 * is compared first, and a choosing job lands what one of its candidates has made, and nothing else.
 */
export async function objectionToChoice(tx: Tx, job: ItemRow, landing: Landing): Promise<Refusal | null> {
  const { candidate_of: choiceId } = await jobFields(tx, job.seq);
  if (choiceId !== null)
    return refuse("bad_request", "The job is a candidate: settle it by `/jobs/:id/complete`, with its result.");
  const { choice } = landing;
  if (job.kind !== "choose.execute")
    return choice ? refuse("bad_request", "The job had no candidates to choose from: leave out `choice`.") : null;
  if (!choice) return refuse("bad_request", "The job chooses among candidates: say by `choice` which one this is.");
  const candidates = await candidatesOf(tx, job.id);
  const standing = new Set(choice.standings.map(({ jobId }) => jobId));
  for (const { job_seq: seq } of candidates) {
    const candidate = await itemBySeq(tx, seq);
    if (!standing.delete(candidate.id)) return refuse("bad_request", `The choice says nothing of ${candidate.id}.`);
    if (candidate.id !== choice.chosen) continue;
    const { commit_sha: sha, branch } = await jobFields(tx, seq);
    if (candidate.status !== COMPLETED || sha !== landing.commitSha || branch !== landing.branch)
      return refuse("bad_request", `The change is not the one that the candidate ${candidate.id} has handed over.`);
  }
  const [stranger] = standing;
  return stranger === undefined ? null : refuse("bad_request", `${stranger} is no candidate of this job.`);
}
