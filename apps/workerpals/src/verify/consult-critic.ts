import type { Failure, ModelUse, Receipt, Review, ReviewFinding, TaskExecuteParams } from "@pushpals/protocol";
import { failureOf } from "../outcome";
import type { JobReport } from "../report/job-report";
import type { WorkerSetup } from "../worker-setup";

export interface Consulting {
  instruction: string;
  planning: TaskExecuteParams["planning"];
  patch: string;
  /** Of the steps that have passed. */
  receipts: readonly Receipt[];
  report: JobReport;
  signal: AbortSignal;
}

/** What the configured critic says of a change that has passed; null where none is configured. */
export async function consultCritic(
  { critic }: Pick<WorkerSetup, "critic">,
  { instruction, planning, patch, receipts, report, signal }: Consulting,
): Promise<Review | null> {
  if (critic === null) return null;
  const { targetPaths, acceptanceCriteria } = planning;
  report.progress("validation", `Asking the critic ${critic.name}`);
  const reviewed = await critic.review({ instruction, targetPaths, acceptanceCriteria }, { patch, receipts }, signal);
  const findings = reviewed.ok ? reviewed.findings : [];
  const problem = reviewed.ok ? null : reviewed.message;
  report.progress("validation", problem ?? `The critic has ${countOf(findings)}${costOf(reviewed.use)}`);
  for (const finding of findings) report.note(`${finding.severity}: ${findingText(finding)}`);
  return { critic: critic.name, findings, problem };
}

/**
 * Why a review sends a change back, or null. What only has been remarked never does, and a critic that gives no answer
 * only where it has to agree.
 */
export function objectionOf(review: Review | null, mustAgree: boolean): Failure | null {
  if (review === null) return null;
  if (review.problem !== null)
    return mustAgree ? failureOf("model_unavailable", `${review.problem}, and critic.must_agree is set.`) : null;
  const blocking = review.findings.filter(({ severity }) => severity === "blocking").map(findingText);
  if (blocking.length === 0) return null;
  const list = blocking.map((one) => `- ${one}`).join("\n");
  return failureOf("critic_objects", `The critic ${review.critic} finds the change wrong:\n${list}`, {
    findings: blocking,
  });
}

const findingText = ({ path, message }: ReviewFinding): string => (path === null ? message : `${path}: ${message}`);

const countOf = ({ length }: readonly ReviewFinding[]): string =>
  length === 0 ? "no findings" : `${length} ${length === 1 ? "finding" : "findings"}`;

function costOf({ inputTokens, outputTokens, costUsd }: ModelUse): string {
  if (inputTokens === null || outputTokens === null) return "";
  return ` (${inputTokens} tokens in, ${outputTokens} out${costUsd === null ? "" : `, ${costUsd.toFixed(4)} USD`})`;
}
