import { type Config, dataDir } from "@pushpals/shared/config";
import type { Mirror, UserRepository } from "@pushpals/shared/git";
import { gitProblem } from "../../setup/git-version";
import { checkBestOfAgents } from "./agents";
import { checkDataDirectory } from "./data-directory";
import { checkIntegration } from "./integration";
import { checkModels } from "./model";
import { checkPorts } from "./ports";
import type { Problem } from "./problem";
import { checkRemote } from "./remote";
import { checkRepository } from "./repository";
import { checkSandbox, type SandboxState } from "./sandbox";

export { lockDataDirectory } from "./data-directory";
export { type Problem, problemLines } from "./problem";

/** What the checks found out, for the services and for the last block of the start. */
export interface Found {
  repository: UserRepository;
  mirror: Mirror;
  sandbox: SandboxState;
  /** The model that plans, for people. */
  model: string;
  notes: string[];
}

/**
 * Looks at everything that can be looked at, and tells all problems at once. A check that needs what another one
 * found out is left out when that one failed.
 */
export async function preflight(
  config: Config,
  say: (line: string) => void,
): Promise<{ ok: true; found: Found } | { ok: false; problems: Problem[] }> {
  const git = await gitProblem();
  if (git !== null) return { ok: false, problems: [{ what: "git is missing or too old", why: git, next: [] }] };

  const [checked, ports, sandbox, model, agents] = await Promise.all([
    checkRepository(config.paths.repo_path || process.cwd()),
    checkPorts(config),
    checkSandbox(config, say),
    checkModels(config, process.env, say),
    checkBestOfAgents(config, say),
  ]);
  const contained = sandbox.problem ? [sandbox.problem] : [];
  const problems = [...checked.problems, ...ports, ...model.problems, ...agents, ...contained];
  const { repository } = checked;
  const usable = repository !== null && repository.head !== null && repository.path !== repository.gitDir;
  const origin = usable ? await checkOrigin(config, repository) : null;
  problems.push(...(origin?.problems ?? []));
  if (problems.length > 0 || !repository || !origin?.mirror) return { ok: false, problems };
  const notes = [...origin.notes, sandbox.warning].filter((note) => note !== null);
  return { ok: true, found: { repository, mirror: origin.mirror, sandbox, model: model.summary, notes } };
}

interface OriginState {
  mirror: Mirror | null;
  problems: Problem[];
  notes: (string | null)[];
}

/** Data directory, remote, integration branch: each stands on the one before. */
async function checkOrigin(config: Config, repository: UserRepository): Promise<OriginState> {
  const failed = (problem: Problem): OriginState => ({ mirror: null, problems: [problem], notes: [] });
  const directory = await checkDataDirectory(dataDir(config), repository);
  if (directory) return failed(directory);
  const remote = await checkRemote(config, dataDir(config), repository);
  if ("problem" in remote) return failed(remote.problem);
  const integration = await checkIntegration(config, remote.mirror);
  if ("problem" in integration) return failed(integration.problem);
  return { mirror: remote.mirror, problems: [], notes: [integration.note] };
}
