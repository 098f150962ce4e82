import { join } from "node:path";
import {
  type Approval,
  type ClaimedCompletion,
  type Evidence,
  type Failure,
  type Landing,
  type Refusal,
  refuse,
} from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type Config, loadConfig } from "@pushpals/shared/config";
import type { Mirror } from "@pushpals/shared/git";
import type { Log } from "@pushpals/shared/log";
import { openSandbox } from "@pushpals/shared/sandbox";
import { signedPlace } from "../git/sign-commit";
import { openWorkTree } from "../git/work-tree";
import { handleCompletion } from "../handle-completion";
import { prepareIntegration } from "../integration/prepare";
import { type LandingDesk, openRecords } from "../landing-desk";
import type { Repositories } from "./repositories";

/** The part of the server that a landing talks to, in memory. Refuses what is settled twice. */
export interface Hub {
  client: Client;
  landed: Map<string, Landing>;
  released: { id: string; afterMs?: number; approvalId?: string; reason?: string }[];
  notes: string[];
  approvals: Map<string, Approval>;
  /** What the next settlements answer instead of being taken. */
  refusals: Refusal[];
}

export interface Bench extends Hub {
  repositories: Repositories;
  desk: LandingDesk;
  config: Config;
  /** Head of the integration branch on the remote (local mode: in the user's repository). */
  head(): string;
  completion(name: string, sha: string, more?: Partial<ClaimedCompletion>): ClaimedCompletion;
  deliver(completion: ClaimedCompletion, attempt?: number, signal?: AbortSignal): Promise<"settled" | Failure>;
}

type Section = Partial<Config["source_control_manager"]>;

export function testConfig(section: Section = {}, policy: Partial<Config["policy"]> = {}): Config {
  const loaded = loadConfig({ env: {} });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { config } = loaded;
  return {
    ...config,
    source_control_manager: { ...config.source_control_manager, ...section },
    policy: { ...config.policy, ...policy },
    workerpals: { ...config.workerpals, sandbox: { ...config.workerpals.sandbox, tier: "none" } },
  };
}

const silent = () => undefined;
export const quietLog = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
  child: () => quietLog,
} as unknown as Log;

export async function setUpBench(
  repositories: Repositories,
  options: { section?: Section; policy?: Partial<Config["policy"]>; mirror?: Mirror } = {},
): Promise<Bench> {
  const config = testConfig(options.section, options.policy);
  const mirror = options.mirror ?? repositories.mirror;
  const hub = makeHub();
  const prepared = await prepareIntegration({ mirror, config, log: quietLog });
  if (!prepared.ok) throw new Error(prepared.failure.message);
  const committer = { name: config.workerpals.author_name, email: config.workerpals.author_email };
  const dir = join(repositories.dataDir, ".worktrees", "source_control_manager");
  const opened = await openWorkTree({ mirror, dir, sha: prepared.head, allowDirty: false, committer, log: quietLog });
  if (!opened.ok) throw new Error(opened.failure.message);
  const desk: LandingDesk = {
    config,
    mirror,
    workTree: { ...opened.workTree, place: signedPlace(opened.workTree.place, config.source_control_manager) },
    sandbox: await openSandbox(config.workerpals.sandbox),
    ...openRecords(join(repositories.dataDir, "source_control_manager")),
    checkWorkspaces: join(repositories.dataDir, ".worktrees", "source_control_manager-checks"),
    client: hub.client,
    voice: { emit: (_session, _type, payload) => void hub.notes.push("text" in payload ? String(payload.text) : "") },
    log: quietLog,
  };
  return {
    ...hub,
    repositories,
    desk,
    config,
    head: () => {
      const where = mirror.remote ? repositories.remote : repositories.user;
      return repositories.git(where, "rev-parse", `refs/heads/${config.source_control_manager.integration_branch}`);
    },
    completion: (name, sha, more = {}) => makeCompletion(name, sha, more),
    deliver: (completion, attempt = 1, signal = new AbortController().signal) =>
      handleCompletion(desk, completion, { leaseToken: `lease-${attempt}`, attempt, signal }),
  };
}

export function makeCompletion(name: string, sha: string, more: Partial<ClaimedCompletion>): ClaimedCompletion {
  return {
    completionId: Bun.randomUUIDv7(),
    jobId: Bun.randomUUIDv7(),
    requestId: Bun.randomUUIDv7(),
    sessionId: "dev",
    workerId: "w",
    commitSha: sha,
    branch: `agent/w/${name}`,
    message: `Change ${name}`,
    prTitle: null,
    prBody: null,
    evidence: null,
    priority: "normal",
    turnId: null,
    approvalId: null,
    ...more,
  };
}

/** Evidence that names a base; the rest is not looked at by a landing. */
export const evidenceFrom = (baseSha: string): Evidence => ({
  baseSha,
  treeSha: baseSha,
  diff: { sha256: "0".repeat(64), fileCount: 0, additions: 0, deletions: 0, files: [] },
  patch: "",
  truncated: false,
  validation: [],
});

function makeHub(): Hub {
  const landed = new Map<string, Landing>();
  const released: Hub["released"] = [];
  const approvals = new Map<string, Approval>();
  const refusals: Refusal[] = [];
  const client = {
    completions: {
      processed: async (input: { id: string; landed: Landing }) => {
        const refusal = refusals.shift();
        if (refusal) return refusal;
        if (landed.has(input.id)) return refuse("already_settled", "settled before");
        landed.set(input.id, input.landed);
        return { ok: true };
      },
      release: async (input: Hub["released"][number]) => {
        released.push(input);
        return { ok: true };
      },
    },
    approvals: {
      get: async ({ id }: { id: string }) => {
        const approval = approvals.get(id);
        return approval ? { ok: true, approval } : refuse("not_found", "no such approval");
      },
      create: async (input: Pick<Approval, "diffSha" | "reason" | "subject"> & { completionId: string }) => {
        const known = [...approvals.values()].find(
          (one) => one.completionId === input.completionId && one.diffSha === input.diffSha,
        );
        const approval: Approval = known ?? {
          approvalId: Bun.randomUUIDv7(),
          sessionId: "dev",
          kind: "landing",
          reason: input.reason,
          subject: input.subject,
          diffSha: input.diffSha,
          requestId: null,
          jobId: null,
          completionId: input.completionId,
          status: "pending",
          createdAt: 0,
          expiresAt: 0,
          decidedAt: null,
          decidedBy: null,
          note: null,
        };
        approvals.set(approval.approvalId, approval);
        return { ok: true, approval };
      },
    },
  } as unknown as Client;
  return { client, landed, released, notes: [], approvals, refusals };
}
