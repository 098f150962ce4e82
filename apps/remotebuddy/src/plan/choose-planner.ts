import type { Client } from "@pushpals/sdk";
import { type Config, serverUrl } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import { modelSettings } from "@pushpals/shared/model";
import type { BestOfPolicy } from "../best-of/best-of-policy";
import { builtinPlanner } from "./builtin/builtin-planner";
import { planOperations } from "./builtin/plan-message";
import { treeAtHead } from "./builtin/tree-at-head";
import { modelPlanner } from "./model/model-planner";
import type { Planner } from "./planner";
import type { PlanPolicy } from "./policy/plan-policy";

export interface PlannerParts {
  config: Config;
  bestOf: BestOfPolicy;
  mirror: Mirror;
  client: Client;
  /** To read events with. */
  token: string;
  env: Record<string, string | undefined>;
}

/** The planner that is configured, or why it cannot be used. */
export function choosePlanner(
  parts: PlannerParts,
): { ok: true; planner: Planner; policy: PlanPolicy } | { ok: false; message: string } {
  const { config, bestOf, mirror, client, token, env } = parts;
  const { integration_branch: integrationBranch } = config.source_control_manager;
  const { agent } = config.workerpals.openhands;
  const { validation_steps: validationSteps } = config.remotebuddy;
  const policy: PlanPolicy = {
    hasAgent: agent !== "",
    allowedCommands: config.policy.allowed_commands,
    validationSteps,
    maxCandidates: bestOf.maxByPlan,
  };
  const read = modelSettings(config.remotebuddy.llm, env);
  if (!read.ok) return { ok: false, message: [read.problem.what, read.problem.why, ...read.problem.next].join(" ") };
  if (read.settings === null)
    return { ok: true, policy, planner: builtinPlanner({ mirror, integrationBranch, validationSteps, agent }) };
  const planner = modelPlanner({
    settings: read.settings,
    policy,
    sources: { mirror, integrationBranch, events: { client, baseUrl: serverUrl(config), token } },
    operations: (request, signal) =>
      planOperations(request.prompt, { tree: treeAtHead(mirror, integrationBranch, signal), validationSteps }),
  });
  return { ok: true, policy, planner };
}
