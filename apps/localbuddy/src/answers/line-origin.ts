import type { LineOrigin, Refusal } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type ReviewPlace, traceLine } from "@pushpals/shared/review";

/** Why a line is there: what git says of it, and what the server knows of the commit that brought it. */
export async function lineOrigin(
  place: ReviewPlace,
  client: Client,
  asked: { path: string; line: number; rev?: string | undefined },
  signal: AbortSignal,
): Promise<LineOrigin | Refusal> {
  const traced = await traceLine(place, asked, signal);
  if (!traced.ok) return traced;
  const landed = await client.system.auditExplain({ commit: traced.commitSha }, { signal });
  if (!landed.ok) return landed.code === "not_found" ? { ...traced, landed: null, approvals: [] } : landed;
  const { completionId } = landed.completion;
  const asks = await client.approvals.list({ completionId }, { signal });
  return asks.ok ? { ...traced, landed, approvals: asks.approvals } : asks;
}
