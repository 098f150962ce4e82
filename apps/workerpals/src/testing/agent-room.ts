import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { type AgentProfile, agentProfile, findAgent } from "@pushpals/shared/agents";
import type { SandboxConfig } from "@pushpals/shared/sandbox";
import { agentLane } from "../lanes/openhands/run-agent";
import type { AgentLaneSetup } from "../lanes/openhands/turn";
import type { JobOptions, JobOutcome, WorkerRoom } from "./worker-room";
import { workerRoom } from "./worker-room";

const PROJECT = resolve(import.meta.dir, "../../../..");
const AGENT = resolve(PROJECT, "tests/support/acp-agent/agent.ts");

/** Profile of the scripted agent, which is a program of its own. */
export const scriptedAgent = (env: Record<string, string> = {}): AgentProfile =>
  agentProfile.parse({
    name: "scripted",
    command: [realpathSync(process.execPath), AGENT],
    env: { MODEL_URL: "{model_url}", ...env },
    modelApi: null,
    triedVersion: null,
    versionArguments: [],
    install: "part of the tests",
  });

export interface AgentRoom extends WorkerRoom {
  /** Runs a task of the openhands lane with the scripted agent. */
  task(instruction: string, options?: TaskOptions): Promise<JobOutcome>;
}

export interface TaskOptions extends JobOptions {
  /** Environment of the agent. */
  env?: Record<string, string>;
  lane?: "openhands";
  agent?: Partial<AgentLaneSetup>;
}

/** A worker with the scripted agent in its lane. */
export async function agentRoom(
  tier: "none" | "process" | "container",
  limits: Partial<SandboxConfig> = {},
): Promise<AgentRoom> {
  const room = await workerRoom({ tier, limits });
  return {
    ...room,
    task: async (instruction, { env, agent, ...options } = {}) => {
      const openhands = agentLane(await scriptedSetup(room, env, agent));
      const setup = { ...options.setup, lanes: { ...room.setup.lanes, openhands } };
      return room.job(instruction, { ...options, lane: "openhands", setup });
    },
  };
}

async function scriptedSetup(
  room: WorkerRoom,
  env: Record<string, string> | undefined,
  more: Partial<AgentLaneSetup> = {},
): Promise<AgentLaneSetup> {
  const profile = scriptedAgent(env);
  const found = await findAgent(profile);
  if (!found.ok) throw new Error(found.message);
  return {
    profile,
    agent: { ...found.agent, readOnly: [...found.agent.readOnly, PROJECT] },
    mirror: room.mirror,
    models: null,
    permissions: "allow",
    client: room.setup.client,
    questions: true,
    approvalTtlMs: 60_000,
    approvalHoldMs: 60_000,
    startTimeoutMs: 30_000,
    idleTimeoutMs: 30_000,
    ...more,
  };
}
