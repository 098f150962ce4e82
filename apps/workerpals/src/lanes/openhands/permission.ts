import type { ToolCallUpdate } from "@agentclientprotocol/sdk/unstable";
import { askPerson, bindingOf, type Decision, decisionOf } from "./ask-person";
import type { Turn } from "./turn";

/** What is answered to a request for a permission: by policy, or by a person. `later`: the job is parked for it. */
export async function decide(turn: Turn, toolCall: ToolCallUpdate): Promise<"allow" | "deny" | "later"> {
  const { setup, input, conversation } = turn;
  const { permissions, client: hub, approvalTtlMs: ttlMs, approvalHoldMs: holdMs, profile } = setup;
  if (permissions !== "ask") return permissions;
  const { sessionId, jobId, requestId, signal } = input;
  const known = takeDecided(turn, toolCall);
  const asking = { client: hub, sessionId, jobId, requestId, ttlMs, holdMs, signal };
  const decision = known ?? (await askPerson(asking, profile.name, toolCall));
  if (decision.answer !== "waits") {
    if (decision.answer === "denied" && decision.note && known === null)
      conversation.note(toolCall.title ?? "this", decision.note);
    return decision.answer === "approved" ? "allow" : "deny";
  }
  turn.waitsFor = { what: "decision", approvalId: decision.approvalId, reason: decision.reason };
  turn.parking.abort();
  return "later";
}

/** What the job was parked for was decided for exactly that, and counts once. */
function takeDecided(turn: Turn, toolCall: ToolCallUpdate): Decision | null {
  const { decided } = turn;
  if (decided === null || decided.diffSha !== bindingOf(toolCall)) return null;
  turn.decided = null;
  return decisionOf(decided);
}
