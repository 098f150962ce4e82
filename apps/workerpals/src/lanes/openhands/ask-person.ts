import { createHash } from "node:crypto";
import type { ToolCallUpdate } from "@agentclientprotocol/sdk/unstable";
import type { Client } from "@pushpals/sdk";
import { delay } from "@pushpals/sdk";

/** One request of the hub is held this long before it is asked again. */
const HELD_MS = 30_000;
const AGAIN_MS = 1_000;
const MAX_SUBJECT = 8_000;

export interface Asking {
  client: Pick<Client, "approvals">;
  sessionId: string;
  jobId: string;
  requestId: string;
  /** How long the person has; then it counts as denied. */
  ttlMs: number;
  signal: AbortSignal;
}

/**
 * Sends a permission that an agent wants on to the people of the session, as an approval that is bound to exactly what
 * it wants to do, and waits for the decision. True only when somebody approved; a hub that cannot be asked denies.
 */
export async function askPerson(
  { client, sessionId, jobId, requestId, ttlMs, signal }: Asking,
  agent: string,
  toolCall: ToolCallUpdate,
): Promise<boolean> {
  const subject = subjectOf(toolCall);
  const asked = await client.approvals.create(
    {
      ...{ sessionId, jobId, requestId, kind: "permission" as const, subject, expiresInMs: ttlMs },
      reason: `${agent} asks whether it may: ${titleOf(toolCall)}`,
      diffSha: createHash("sha256").update(subject).digest("hex"),
    },
    { signal },
  );
  if (!asked.ok) return false;
  let { approval } = asked;
  while (approval.status === "pending" && !signal.aborted) {
    const found = await client.approvals.get({ id: approval.approvalId, waitMs: HELD_MS }, { signal });
    if (found.ok) approval = found.approval;
    else if (found.retryable) await delay(AGAIN_MS, signal);
    else return false;
  }
  return approval.status === "approved";
}

/** What a decision is bound to: the same again is the same text. */
function subjectOf({ title, kind, rawInput, locations }: ToolCallUpdate): string {
  const lines = [title ?? "", kind ?? "", ...(locations ?? []).map(({ path }) => path)];
  const input = rawInput === undefined || rawInput === null ? "" : JSON.stringify(rawInput, null, 2);
  return [...lines, input]
    .filter((line) => line !== "")
    .join("\n")
    .slice(0, MAX_SUBJECT);
}

const titleOf = ({ title, kind }: ToolCallUpdate): string => (title ?? kind ?? "use a tool").slice(0, 300);
