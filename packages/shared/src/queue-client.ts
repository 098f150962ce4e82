import type {
  ClaimedCompletion,
  ClaimedJob,
  ClaimedRequest,
  Failure,
  JobMessage,
  Lease,
  Refusal,
} from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { Beat } from "./lease/keep-lease";

export interface Claim<T> {
  item: T;
  id: string;
  lease: Lease;
  queueWaitMs: number;
  /** What was said to it before, where the queue has messages. */
  messages?: readonly JobMessage[];
}

export type Answer = { ok: true } | Refusal;

/** One of the three queues, as a consumer sees it. */
export interface QueueClient<T> {
  claim(waitMs: number, signal: AbortSignal): Promise<Claim<T> | Refusal>;
  /** `messagesAfter`: the last message that was got, where the queue has messages. */
  heartbeat(
    id: string,
    leaseToken: string,
    waitMs: number,
    signal: AbortSignal,
    messagesAfter: number,
  ): Promise<Beat & { messages?: readonly JobMessage[] }>;
  fail(id: string, leaseToken: string, failure: Failure): Promise<Answer>;
  /** With `afterMs` nobody gets it for so long. The attempt does not count. */
  release(id: string, leaseToken: string, reason: string, afterMs?: number): Promise<Answer>;
}

export function requestsQueue(client: Client, agentId: string): QueueClient<ClaimedRequest> {
  return {
    claim: async (waitMs, signal) => {
      const reply = await client.requests.claim({ agentId, waitMs }, { signal });
      return reply.ok ? toClaim(reply.request, reply.request.requestId, reply) : reply;
    },
    ...settlements(client.requests),
  };
}

export function jobsQueue(client: Client, workerId: string, labels: string[] = []): QueueClient<ClaimedJob> {
  return {
    claim: async (waitMs, signal) => {
      const reply = await client.jobs.claim({ workerId, labels, waitMs }, { signal });
      if (!reply.ok) return reply;
      return { ...toClaim(reply.job, reply.job.jobId, reply), messages: reply.job.messages };
    },
    ...settlements(client.jobs),
    heartbeat: (id, leaseToken, waitMs, signal, messagesAfter) =>
      client.jobs.heartbeat({ id, leaseToken, waitMs, messagesAfter }, { signal }),
  };
}

export function completionsQueue(client: Client, pusherId: string): QueueClient<ClaimedCompletion> {
  return {
    claim: async (waitMs, signal) => {
      const reply = await client.completions.claim({ pusherId, waitMs }, { signal });
      return reply.ok ? toClaim(reply.completion, reply.completion.completionId, reply) : reply;
    },
    ...settlements(client.completions),
  };
}

const toClaim = <T>(item: T, id: string, reply: { lease: Lease; queueWaitMs: number }): Claim<T> => ({
  item,
  id,
  lease: reply.lease,
  queueWaitMs: reply.queueWaitMs,
});

type Settlements = Pick<Client["requests" | "jobs" | "completions"], "heartbeat" | "fail" | "release">;

function settlements(routes: Settlements): Pick<QueueClient<unknown>, "heartbeat" | "fail" | "release"> {
  return {
    heartbeat: (id, leaseToken, waitMs, signal) => routes.heartbeat({ id, leaseToken, waitMs }, { signal }),
    fail: (id, leaseToken, failure) => routes.fail({ id, leaseToken, failure }),
    release: (id, leaseToken, reason, afterMs) =>
      routes.release({ id, leaseToken, reason, ...(afterMs === undefined ? {} : { afterMs }) }),
  };
}
