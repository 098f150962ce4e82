import {
  type AgentChoice,
  type CandidateResult,
  type CandidateRow,
  type jobRoutes,
  type Refusal,
  type RouteReply,
  refuse,
} from "@pushpals/protocol";
import type { Core } from "../../core";
import type { Parsed } from "../../parsed";
import { findItem, isRefusal, itemById, itemBySeq } from "../../queue/find-item";
import type { Reader } from "../../store/store";
import type { CandidateTable } from "../../store/tables";
import { evidenceOf } from "../evidence";
import { jobFields } from "../job-item";
import { jobRow } from "../job-row";
import { candidatesOf, choiceOf } from "./candidates";

/** What the candidates of a task have made, side by side, and which was chosen. */
export async function readCandidates(
  core: Core,
  input: Parsed<typeof jobRoutes.candidates>,
): Promise<RouteReply<typeof jobRoutes.candidates> | Refusal> {
  const { read } = core.store;
  const named = await findItem(read, "jobs", input.id);
  if (isRefusal(named)) return named;
  const { candidate_of: choiceId } = await jobFields(read, named.seq);
  const item = choiceId === null ? named : await itemById(read, "jobs", choiceId);
  if (item?.kind !== "choose.execute")
    return refuse("not_found", `Job ${named.id} was done once: it has no candidates to compare.`);
  const candidates: CandidateRow[] = [];
  for (const candidate of await candidatesOf(read, item.id)) candidates.push(await candidateRow(core, read, candidate));
  return { ok: true, jobId: item.id, candidates, choice: await choiceOf(read, item.seq) };
}

async function candidateRow(core: Core, reader: Reader, candidate: CandidateTable): Promise<CandidateRow> {
  const item = await itemBySeq(reader, candidate.job_seq);
  return {
    number: candidate.number,
    agent: candidate.agent === null ? null : (JSON.parse(candidate.agent) as AgentChoice),
    job: await jobRow(core, reader, item),
    result: await resultOf(reader, candidate),
  };
}

async function resultOf(reader: Reader, candidate: CandidateTable): Promise<CandidateResult | null> {
  const { message, pr_title: prTitle, pr_body: prBody, job_seq: seq } = candidate;
  const { commit_sha: commitSha, branch } = await jobFields(reader, seq);
  const evidence = await evidenceOf(reader, seq);
  if (message === null || commitSha === null || branch === null || evidence === null) return null;
  return { commitSha, branch, message, prTitle: prTitle ?? "", prBody: prBody ?? "", evidence };
}
