import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import { createLog } from "@pushpals/shared/log";
import { prepareIntegration } from "@pushpals/source_control_manager/integration";
import type { Problem } from "./problem";

/** Makes the integration branch where it is missing, and brings the base branch in. */
export async function checkIntegration(
  config: Config,
  mirror: Mirror,
): Promise<{ note: string | null } | { problem: Problem }> {
  const log = createLog({ service: "start", level: "silent" });
  const prepared = await prepareIntegration({ mirror, config, log });
  if (prepared.ok) return { note: prepared.note };
  const { integration_branch, base_branch } = config.source_control_manager;
  return {
    problem: {
      what: `The integration branch ${integration_branch} is not ready`,
      why: prepared.failure.message,
      next: [
        `the branch that work starts from: PUSHPALS_INTEGRATION_BASE_BRANCH=<branch> (now ${base_branch})`,
        `the branch that work lands on: PUSHPALS_INTEGRATION_BRANCH=<branch> (now ${integration_branch})`,
      ],
    },
  };
}
