import type { Lane as LaneName } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { Critic } from "@pushpals/shared/critic";
import type { Identity, Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import type { OpenedSandbox, Sandbox } from "@pushpals/shared/sandbox";
import type { Lane } from "./lanes/lane";
import type { JobModels } from "./proxy";
import type { LogWriter, Voice } from "./report/job-report";

/** All that a worker needs for its jobs; made once by `main`. */
export interface WorkerSetup {
  workerId: string;
  client: Client;
  mirror: Mirror;
  integrationBranch: string;
  /** Author of the commits. */
  author: Identity;
  /** The person whose repository it is; null when git knows none. */
  person: Identity | null;
  /** For the commands of jobs. */
  sandbox: OpenedSandbox;
  /** Runs git in workspaces that no command has touched. */
  plain: Sandbox;
  /** Folder of this worker's workspaces. */
  worktrees: string;
  publishBranches: boolean;
  maxChangeBytes: number;
  maxFileBytes: number;
  allowSubmodules: boolean;
  /** How often an agent gets its work back with what was found wrong. */
  maxRevisions: number;
  /** Whether a change is held against what has landed, and what comes before it, ahead of its proof. */
  fitBeforeProof: boolean;
  /** How long a change may wait for others in its worker's hands. */
  patienceMs: number;
  /** Looks at what agents have made; null where none is configured. */
  critic: Critic | null;
  /** Whether a change that it still finds wrong after the last round fails. */
  criticMustAgree: boolean;
  lanes: Record<LaneName, Lane>;
  /** For the agents of jobs. */
  models: JobModels;
  voice: Voice;
  openLog(jobId: string, leaseToken: string): LogWriter;
  log: Log;
}
