import { type Config, dataDir } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import type { Refused } from "./git/git-place";
import { openWorkTree } from "./git/work-tree";
import { placesIn } from "./open-desk";

export interface WorkspaceOptions {
  mirror: Mirror;
  config: Config;
  /** Head of the integration branch. */
  sha: string;
  log: Log;
}

/** Opens the work tree as the daemon is going to, so that a start can tell beforehand why it would refuse. */
export async function checkWorkspace({ mirror, config, sha, log }: WorkspaceOptions): Promise<{ ok: true } | Refused> {
  const committer = { name: config.workerpals.author_name, email: config.workerpals.author_email };
  const { workTree } = placesIn(dataDir(config));
  const opened = await openWorkTree({ mirror, dir: workTree, sha, allowDirty: false, committer, log });
  return opened.ok ? { ok: true } : opened;
}
