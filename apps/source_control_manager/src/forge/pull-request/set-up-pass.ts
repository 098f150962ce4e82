import type { PullRequestState } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { Config } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { barePlace } from "../../git/git-place";
import { findForge } from "../find-forge";
import { openGitHub } from "../github/open-github";
import { RIGHTS, type Trouble } from "../github/trouble";
import { readContents, readHeads } from "./contents";
import { type Describe, describeChanges } from "./describe-changes";
import { type MemoryFile, memoryFile } from "./memory";
import { type Pass, reconcile } from "./reconcile";
import type { Voice } from "./tell-people";

export interface KeeperOptions {
  config: Config;
  mirror: Mirror;
  client: Client;
  voice: Voice;
  log: Log;
  /** File that keeps what people were told. */
  memoryPath: string;
  draining: AbortSignal;
  /** Limit of one exchange with the forge. */
  timeoutMs?: number | undefined;
}

export interface PassSetup {
  /** Before the first pass. */
  state: PullRequestState;
  pass(signal: AbortSignal): Promise<Pass>;
  compare: string | null;
  memory: MemoryFile;
  /** Session of the change that landed last; null when there is none, or the hub does not know it. */
  sessionOfNewest(): Promise<string | null>;
}

/** Decides once, from configuration and remote, what a pass is: a look at GitHub, or a word on why there is none. */
export function setUpPass(options: KeeperOptions): PassSetup {
  const { config, mirror, client, log, timeoutMs } = options;
  const { integration_branch: branch, base_branch: base, forge_url: forgeUrl } = config.source_control_manager;
  const forge = mirror.remote ? findForge({ remoteUrl: mirror.remote.url, forgeUrl, base, branch }) : null;
  const describe = describeChanges(client);
  const compare = forge?.compare ?? null;
  const off = forge === null || !config.source_control_manager.open_pull_request;
  const common = {
    compare,
    memory: memoryFile(options.memoryPath),
    state: { state: off ? ("off" as const) : ("starting" as const), url: compare, message: null, next: null },
    sessionOfNewest: () => sessionOfNewest(options, describe),
  };
  if (off || forge === null) return { ...common, pass: async () => ({ at: "none" }) };
  if (forge.kind === "other") return { ...common, pass: async () => byHand(NO_GITHUB) };
  if (config.git.token === "") return { ...common, pass: async () => byHand(NO_TOKEN) };
  const github = openGitHub({ forge, token: config.git.token, log, timeoutMs });
  return { ...common, pass: (signal) => reconcile({ config, mirror, forge, github, describe }, signal) };
}

const byHand = (trouble: Trouble): Pass => ({ at: "trouble", trouble });

const NO_TOKEN: Trouble = {
  kind: "person",
  message: "There is no token to open it with.",
  next: `Put one into PUSHPALS_GIT_TOKEN (${RIGHTS}), and start again.`,
};
const NO_GITHUB: Trouble = {
  kind: "person",
  message: "The remote is not known to be a GitHub, and pull requests are opened there alone.",
  next: "For a GitHub Enterprise, set source_control_manager.forge_url; else set open_pull_request to false.",
};

async function sessionOfNewest(
  { mirror, config, draining }: KeeperOptions,
  describe: Describe,
): Promise<string | null> {
  const { integration_branch: integration, base_branch: base } = config.source_control_manager;
  const { author_name: name, author_email: email } = config.workerpals;
  const heads = await readHeads(mirror, { integration, base });
  if (heads === null) return null;
  const place = barePlace(mirror.dir);
  const contents = await readContents(place, heads.integration, [heads.base], { name, email });
  const newest = contents.ok ? contents.commits.find((commit) => commit.completionId ?? commit.jobId) : undefined;
  const described = newest ? await describe([newest], draining) : null;
  return described?.ok ? (described.entries[0]?.sessionId ?? null) : null;
}
