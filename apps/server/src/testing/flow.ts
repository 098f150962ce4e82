import { completionRoutes, jobRoutes, requestRoutes } from "@pushpals/protocol";
import { someEvidence, type TestServer, taskParams } from "./test-server";

/** Walks work through the queues, for tests that begin somewhere in the middle. */
export const flow = (server: TestServer) => ({
  enqueueRequest: async (prompt = "do it", more: Record<string, unknown> = {}) =>
    (await server.must(requestRoutes.enqueue, { sessionId: "dev", prompt, ...more })).requestId,

  async claimRequest() {
    const { request, lease } = await server.must(requestRoutes.claim, { agentId: "rb" });
    return { id: request.requestId, leaseToken: lease.token };
  },

  async enqueueJob(requestId: string, more: Record<string, unknown> & { targetPaths?: string[] } = {}) {
    const { targetPaths, ...rest } = more;
    const params = taskParams(requestId, targetPaths);
    const input = { taskId: "t", sessionId: "dev", kind: "task.execute" as const, params, ...rest };
    return (await server.must(jobRoutes.enqueue, input)).jobId;
  },

  async claimJob(workerId = "w1") {
    const { job, lease } = await server.must(jobRoutes.claim, { workerId });
    return { id: job.jobId, leaseToken: lease.token };
  },

  async handOver(job: { id: string; leaseToken: string }, more: Record<string, unknown> = {}) {
    const input = {
      jobId: job.id,
      sessionId: "dev",
      commitSha: "e".repeat(40),
      branch: `agent/w1/${job.id}`,
      message: "change\n\nbody",
      evidence: someEvidence,
      job: { ...job, summary: "done" },
      ...more,
    };
    return (await server.must(completionRoutes.enqueue, input)).completionId;
  },

  async claimCompletion() {
    const { completion, lease } = await server.must(completionRoutes.claim, { pusherId: "scm" });
    return { id: completion.completionId, leaseToken: lease.token };
  },
});
