import type { Client } from "@pushpals/sdk";
import { chooseAgent, findAgent } from "@pushpals/shared/agents";
import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import type { OpenedSandbox } from "@pushpals/shared/sandbox";
import type { JobModels } from "../../proxy";
import type { Lane } from "../lane";
import { noAgent } from "./no-agent";
import { agentLane } from "./run-agent";

export interface AgentLaneOptions {
  config: Config;
  mirror: Mirror;
  sandbox: OpenedSandbox;
  models: JobModels;
  client: Pick<Client, "approvals">;
}

export interface OpenedAgentLane {
  lane: Lane;
  /** Whether the worker can take tasks for an agent. */
  ready: boolean;
  /** What keeps a configured agent from being used; null when it can, or when none is configured. */
  problem: string | null;
}

/** The lane of the agent that is configured; without one that can be used, a lane that says what is missing. */
export async function openAgentLane(options: AgentLaneOptions): Promise<OpenedAgentLane> {
  const { config, mirror, sandbox } = options;
  const { openhands } = config.workerpals;
  const chosen = await chooseAgent(openhands);
  if (!chosen.ok) return unusable(chosen.message);
  const { profile } = chosen;
  if (profile === null) return { lane: noAgent(null), ready: false, problem: null };
  if (!sandbox.ok) return unusable(`The agent ${profile.name} cannot be contained: ${sandbox.message}`);
  const { models, client } = options;
  if (profile.modelApi !== null && !models.ok) return unusable(`The agent ${profile.name}: ${models.message}`);
  if (profile.modelApi !== null && models.ok && models.api !== profile.modelApi)
    return unusable(
      `The agent ${profile.name} speaks "${profile.modelApi}" to its model, and workerpals.llm.api is "${models.api}".`,
    );
  const found = await findAgent(profile);
  if (!found.ok) return unusable(`The agent ${profile.name} cannot be used: ${found.message}`);
  const lane = agentLane({
    profile,
    agent: found.agent,
    mirror,
    models: profile.modelApi !== null && models.ok ? models : null,
    permissions: config.policy.agent_permissions,
    client,
    questions: config.policy.agent_questions,
    approvalTtlMs: config.policy.approval_ttl_ms,
    approvalHoldMs: config.policy.approval_hold_ms,
    startTimeoutMs: openhands.start_timeout_ms,
    idleTimeoutMs: openhands.idle_timeout_ms,
  });
  return { lane, ready: true, problem: null };
}

const unusable = (problem: string): OpenedAgentLane => ({ lane: noAgent(problem), ready: false, problem });
