import type { Approval } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { AgentProfile, FoundAgent } from "@pushpals/shared/agents";
import type { Mirror } from "@pushpals/shared/git";
import type { Sandbox } from "@pushpals/shared/sandbox";
import type { JobModels } from "../../proxy";
import type { LaneInput, WaitsFor } from "../lane";
import type { AgentUpdates } from "./agent-updates";
import type { PermissionPolicy } from "./choose-permission";
import type { Conversation } from "./conversation";
import type { IdleClock } from "./idle-clock";

export interface AgentLaneSetup {
  profile: AgentProfile;
  agent: FoundAgent;
  mirror: Mirror;
  /** What the agent reaches of models; null for an agent that asks for none. */
  models: Extract<JobModels, { ok: true }> | null;
  permissions: PermissionPolicy;
  /** Whether the agent may ask the person. */
  questions: boolean;
  /** Whom a permission is asked of, where that is the policy. */
  client: Pick<Client, "approvals">;
  approvalTtlMs: number;
  /** How long the agent waits in place for a decision before its job is parked. */
  approvalHoldMs: number;
  startTimeoutMs: number;
  idleTimeoutMs: number;
}

/** One prompt to the agent, and what belongs to it. */
export interface Turn {
  readonly setup: AgentLaneSetup;
  readonly input: LaneInput;
  readonly sandbox: Sandbox;
  readonly updates: AgentUpdates;
  readonly idle: IdleClock;
  readonly conversation: Conversation;
  /** Ends the turn, since the job is to be parked. */
  readonly parking: AbortController;
  waitsFor: WaitsFor | null;
  /** What the job was parked for, until it is used. */
  decided: Approval | null;
}
