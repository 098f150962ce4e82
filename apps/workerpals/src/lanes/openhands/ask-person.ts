import { createHash } from "node:crypto";
import type { ToolCallUpdate } from "@agentclientprotocol/sdk/unstable";
import type { Approval } from "@pushpals/protocol";
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
  /** How long it is waited for in place. */
  holdMs: number;
  signal: AbortSignal;
}

/** `waits`: nobody has decided while it was waited for in place. */
export type Decision =
  | { answer: "approved" | "denied"; note: string | null }
  | { answer: "waits"; approvalId: string; reason: string };

const DENIED: Decision = { answer: "denied", note: null };

/**
 * Sends a permission that an agent wants on to the people of the session, as an approval that is bound to exactly what
 * it wants to do, and waits a while for the decision. A hub that cannot be asked denies.
 */
export async function askPerson(
  { client, sessionId, jobId, requestId, ttlMs, holdMs, signal }: Asking,
  agent: string,
  toolCall: ToolCallUpdate,
): Promise<Decision> {
  const subject = subjectOf(toolCall);
  const reason = `${agent} asks whether it may: ${titleOf(toolCall)}`;
  const asked = await client.approvals.create(
    {
      ...{ sessionId, jobId, requestId, kind: "permission" as const, subject, expiresInMs: ttlMs },
      ...{ reason, diffSha: bindingOf(toolCall) },
    },
    { signal },
  );
  if (!asked.ok) return DENIED;
  let { approval } = asked;
  const holdUntil = performance.now() + holdMs;
  for (let leftMs = holdMs; approval.status === "pending" && leftMs > 0 && !signal.aborted; ) {
    const waitMs = Math.min(HELD_MS, Math.ceil(leftMs));
    const found = await client.approvals.get({ id: approval.approvalId, waitMs }, { signal });
    if (found.ok) approval = found.approval;
    else if (found.retryable) await delay(AGAIN_MS, signal);
    else return DENIED;
    leftMs = holdUntil - performance.now();
  }
  return approval.status === "pending" && !signal.aborted
    ? { answer: "waits", approvalId: approval.approvalId, reason }
    : decisionOf(approval);
}

/** What a decision says; one that came too late, or never, denies. */
export const decisionOf = ({ status, note }: Pick<Approval, "status" | "note">): Decision =>
  status === "approved" ? { answer: "approved", note } : { answer: "denied", note };

/** What a decision about this counts for, and for nothing else. */
export const bindingOf = (toolCall: ToolCallUpdate): string =>
  createHash("sha256").update(subjectOf(toolCall)).digest("hex");

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
