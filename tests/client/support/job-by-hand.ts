import {
  DEFAULT_EXECUTION_BUDGET_MS,
  DEFAULT_FINALIZATION_BUDGET_MS,
  type Review,
  TASK_SCHEMA_VERSION,
} from "@pushpals/protocol";
import type { Stack } from "../../support/stack";

/** What only this test's own worker has, so that no other is given the job. */
const LABELS = ["by-hand"];

export interface JobByHand {
  jobId: string;
  ask(question: string): Promise<void>;
  cancel(): Promise<void>;
  /** Hands a commit over that there is not, with what a critic has said of it. */
  handOver(review: Review): Promise<void>;
}

const NO_COMMIT = "e".repeat(40);
const NO_CHANGE = {
  baseSha: NO_COMMIT,
  treeSha: NO_COMMIT,
  diff: { sha256: "e".repeat(64), files: [], fileCount: 0, additions: 0, deletions: 0 },
  patch: "",
  truncated: false,
  validation: [],
};

/** Puts a job into the queue and claims it, as a worker that the test plays. */
export async function takeJobByHand({ client, sessionId }: Stack, title: string): Promise<JobByHand> {
  const params = {
    schemaVersion: TASK_SCHEMA_VERSION,
    requestId: crypto.randomUUID(),
    sessionId,
    lane: "openhands",
    instruction: title,
    planning: {
      intent: "code_change",
      riskLevel: "low",
      targetPaths: [],
      acceptanceCriteria: [],
      validationSteps: [],
      queuePriority: "interactive",
      queueWaitBudgetMs: 60_000,
      executionBudgetMs: DEFAULT_EXECUTION_BUDGET_MS,
      finalizationBudgetMs: DEFAULT_FINALIZATION_BUDGET_MS,
    },
  };
  const job = { taskId: "by-hand", sessionId, kind: "task.execute", params, title, labels: LABELS } as const;
  const queued = await client.jobs.enqueue(job);
  if (!queued.ok) throw new Error(queued.message);
  const claimed = await client.jobs.claim({ workerId: "by-hand", labels: LABELS, waitMs: 20_000 });
  if (!claimed.ok) throw new Error(claimed.message);
  const { jobId } = queued;
  if (claimed.job.jobId !== jobId) throw new Error(`claimed another job: ${claimed.job.jobId}`);
  return {
    jobId,
    ask: async (question) => {
      const asked = await client.jobs.ask({ id: jobId, leaseToken: claimed.lease.token, question });
      if (!asked.ok) throw new Error(asked.message);
    },
    handOver: async (review) => {
      const handed = await client.completions.enqueue({
        jobId,
        sessionId,
        commitSha: NO_COMMIT,
        branch: `agent/by-hand/${jobId}`,
        message: title,
        evidence: { ...NO_CHANGE, review },
        job: { id: jobId, leaseToken: claimed.lease.token, summary: "Done by hand." },
      });
      if (!handed.ok) throw new Error(handed.message);
    },
    cancel: async () => {
      const cancelled = await client.jobs.cancel({ id: jobId });
      if (!cancelled.ok) throw new Error(cancelled.message);
    },
  };
}
