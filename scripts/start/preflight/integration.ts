import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import { createLog } from "@pushpals/shared/log";
import { prepareIntegration } from "@pushpals/source_control_manager/integration";
import { checkWorkspace } from "@pushpals/source_control_manager/workspace";
import type { Problem } from "./problem";

/** Makes the integration branch where it is missing, brings the base branch in, and looks at the landing workspace. */
export async function checkIntegration(
  config: Config,
  mirror: Mirror,
): Promise<{ note: string | null } | { problem: Problem }> {
  const log = createLog({ service: "start", level: "silent" });
  const prepared = await prepareIntegration({ mirror, config, log });
  if (prepared.ok) {
    const workspace = await checkWorkspace({ mirror, config, sha: prepared.head, log });
    return workspace.ok ? { note: prepared.note } : { problem: dirty(workspace.failure.message) };
  }
  const { integration_branch, base_branch, remote } = config.source_control_manager;
  const branches = [
    `the branch that work starts from: PUSHPALS_INTEGRATION_BASE_BRANCH=<branch> (now ${base_branch})`,
    `the branch that work lands on: PUSHPALS_INTEGRATION_BRANCH=<branch> (now ${integration_branch})`,
  ];
  const byHand = [
    `make it by hand, or let your login make branches: git push ${remote} ${base_branch}:${integration_branch}`,
  ];
  return {
    problem: {
      what: `The integration branch ${integration_branch} is not ready`,
      why: prepared.failure.message,
      next: prepared.failure.code === "remote_unavailable" ? byHand : branches,
    },
  };
}

const dirty = (message: string): Problem => ({
  what: "SourceControlManager's workspace is not its own",
  why: message,
  next: ["to have it set back, with a copy kept: bun run source_control_manager:only:dev, then start again"],
});
