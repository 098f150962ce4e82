import { type CandidateRow, type Choice, type ClaimedJob, chooseExecuteParams, type Failure } from "@pushpals/protocol";
import type { WorkContext } from "@pushpals/shared/consume";
import { Budget } from "../budget";
import { done, failed, failureOf, type Outcome } from "../outcome";
import { JobReport } from "../report/job-report";
import { settle } from "../settle";
import type { WorkerSetup } from "../worker-setup";
import { askCritic } from "./ask-critic";
import { examineCandidates } from "./examine-candidates";
import { choiceOf, type Examined, rankCandidates, type Standing } from "./rank-candidates";

/**
 * Chooses among what the candidates of a task have made, and hands over the best of it, once: evidence first, then the
 * critic, where one is configured and evidence does not tell them apart.
 */
export async function runChoice(setup: WorkerSetup, job: ClaimedJob, work: WorkContext): Promise<"settled" | Failure> {
  const params = chooseExecuteParams.safeParse(job.params);
  if (!params.success)
    return failureOf("internal", `The job's params do not fit their schema: ${params.error.message}`);
  const report = new JobReport(job, setup.voice, setup.openLog(job.jobId, work.leaseToken), work.attempt);
  try {
    const execution = new Budget("execution_timeout", job.executionBudgetMs);
    const chosen = await execution.spend(work, "choose", async (signal) => {
      const read = await setup.client.jobs.candidates({ id: job.jobId }, { signal });
      if (!read.ok) return failed("internal", `The candidates could not be read: ${read.message}`);
      report.progress("choose", `Comparing ${read.candidates.length} candidates`);
      return choose(setup, params.data.task, read.candidates, report, signal);
    });
    if (!chosen.ok) return chosen.failure;
    const finalization = new Budget("finalization_timeout", job.finalizationBudgetMs);
    const settled = await finalization.spend(work, "hand_over", async (signal) => {
      await report.close();
      return handOverChosen(setup, job, work.leaseToken, chosen.value, signal);
    });
    return settled.ok ? settled.value : settled.failure;
  } finally {
    await report.close();
  }
}

interface Chosen {
  choice: Choice;
  result: NonNullable<CandidateRow["result"]>;
}

async function choose(
  setup: WorkerSetup,
  task: Parameters<typeof examineCandidates>[2],
  candidates: readonly CandidateRow[],
  report: JobReport,
  signal: AbortSignal,
): Promise<Outcome<Chosen>> {
  const examined = await examineCandidates(setup, candidates, task, signal);
  const ranked = rankCandidates(examined);
  const [best] = ranked.order;
  if (!best) return failed("no_candidate_stands", noneStands(examined));
  const decided =
    ranked.tied.length < 2
      ? { first: best, ...byEvidence(ranked.order, ranked.reason) }
      : await byCritic(setup, task, ranked.tied, candidates, signal);
  const choice = choiceOf(examined, ranked, decided);
  report.note(`Chosen: candidate ${decided.first.number}, by ${choice.by}: ${choice.reason}`);
  for (const { jobId, rank, why } of choice.standings) report.note(`${rank ?? "-"}. ${jobId}: ${why}`);
  const result = candidates.find(({ job }) => job.jobId === choice.chosen)?.result;
  return result ? done({ choice, result }) : failed("internal", "What was chosen has no result.");
}

function byEvidence(order: readonly Standing[], reason: string): Pick<Choice, "by" | "reason"> {
  if (order.length === 1) return { by: "only", reason: "it is the only one that stands" };
  return { by: "evidence", reason };
}

/** Where nobody can tell them apart the smallest is taken, and said to be chosen for that. */
async function byCritic(
  setup: WorkerSetup,
  task: Parameters<typeof examineCandidates>[2],
  tied: readonly Standing[],
  candidates: readonly CandidateRow[],
  signal: AbortSignal,
): Promise<{ first: Standing } & Pick<Choice, "by" | "reason">> {
  const { critic } = setup;
  const opinion = critic === null ? null : await askCritic(critic, task, tied, candidates, signal);
  if (opinion?.ok) return { first: opinion.first, by: "critic", reason: opinion.why };
  const [first] = tied as [Standing];
  const why = opinion === null ? "no critic is configured" : opinion.why;
  const reason = `it is the smallest of ${tied.length} that the evidence does not tell apart; ${why}`;
  return { first, by: "size", reason };
}

const noneStands = (examined: readonly Examined[]): string =>
  [
    `None of ${examined.length} candidates has made a change that stands.`,
    ...examined.map(({ number, whyNot }) => `${number}: ${whyNot}`),
  ].join("\n");

/** The key is the job's: sent again, by whichever attempt, there is one completion. */
function handOverChosen(
  setup: WorkerSetup,
  { jobId, sessionId }: ClaimedJob,
  leaseToken: string,
  { choice, result }: Chosen,
  signal: AbortSignal,
): Promise<Outcome<"settled">> {
  const summary = `Chosen of ${choice.standings.length} candidates, by ${choice.by}: ${choice.reason}`;
  const job = { id: jobId, leaseToken, summary };
  const input = { ...result, jobId, sessionId, choice, idempotencyKey: `job:${jobId}`, job };
  return settle(() => setup.client.completions.enqueue(input, { signal }), signal);
}
