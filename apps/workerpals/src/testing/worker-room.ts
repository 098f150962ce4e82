import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
  Approval,
  ClaimedJob,
  DiffSummary,
  Failure,
  JobMessage,
  jobRoutes,
  Refusal,
  RouteReply,
  TaskExecuteParams,
} from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { WorkContext } from "@pushpals/shared/consume";
import { git, type Mirror, openMirror } from "@pushpals/shared/git";
import { createLog } from "@pushpals/shared/log";
import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";
import { type OpenedSandbox, openSandbox, type SandboxConfig } from "@pushpals/shared/sandbox";
import { runScript } from "../lanes/deterministic/run-script";
import { noAgent } from "../lanes/openhands/no-agent";
import { runJob } from "../run-job";
import type { WorkerSetup } from "../worker-setup";
import { markedSandbox } from "../workspace/left-processes";

const SANDBOX: SandboxConfig = {
  tier: "none",
  memory_mb: 4096,
  pids: 512,
  cpu_seconds: 0,
  file_size_mb: 4096,
  read_only_paths: [],
};
export const BRANCH = "main_agents";

type Sent = { route: "complete" | "enqueue" | "yield" | "ask" | "release"; input: Record<string, unknown> };

type Ahead = RouteReply<typeof jobRoutes.changed>["ahead"][number];

/** A worker with real git, files and processes; only the hub is a list of what was sent to it. */
export interface WorkerRoom {
  root: string;
  /** The person's checkout: to be changed by `git` and files, then `land`. */
  checkout: string;
  setup: WorkerSetup;
  mirror: Mirror;
  sent: Sent[];
  /** What it has shown of its change while it went on. */
  previews: Record<string, unknown>[];
  events: { type: string; payload: Record<string, unknown> }[];
  logged: string[];
  /** What the hub says comes before a change, each time that it is told of one; then nothing does. */
  ahead: (() => Promise<Ahead[]>)[];
  /** The changes that the hub was told of. */
  changes: { commitSha: string; diff: DiffSummary }[];
  /** What the hub answers next; then it takes everything. */
  refusals: Refusal[];
  git(...args: string[]): Promise<string>;
  /** Makes the checkout's HEAD the integration branch. */
  land(): Promise<string>;
  /** Runs a job to its end. */
  job(instruction: string, options?: JobOptions): Promise<JobOutcome>;
  remove(): Promise<void>;
}

export interface JobOptions {
  jobId?: string;
  targetPaths?: string[];
  acceptanceCriteria?: string[];
  lane?: "deterministic" | "openhands";
  validationSteps?: string[];
  executionBudgetMs?: number;
  finalizationBudgetMs?: number;
  stop?: AbortController;
  /** What a person has said to the job; with `answers`, to what it has asked. */
  messages?: (string | Pick<JobMessage, "text" | "answers">)[];
  /** Gets how to say something to the job while it runs. */
  hears?(say: (text: string) => void): void;
  /** What it was parked for, as it was decided. */
  approval?: Approval;
  kind?: ClaimedJob["kind"];
  candidate?: TaskExecuteParams["candidate"];
  setup?: Partial<WorkerSetup>;
}

export interface JobOutcome {
  jobId: string;
  result: "settled" | Failure;
  /** The completion that was handed over, if one was. */
  completion: {
    commitSha: string;
    branch: string;
    message: string;
    treeSha: string;
    input: Record<string, unknown>;
  } | null;
}

export async function workerRoom(
  options: { tier?: SandboxConfig["tier"]; remote?: boolean; limits?: Partial<SandboxConfig> } = {},
): Promise<WorkerRoom> {
  const root = await mkdtemp(join(tmpdir(), "pushpals-worker-"));
  const checkout = join(root, "checkout");
  await mkdir(checkout);
  const own = (...args: string[]) => gitAsPerson(checkout, args);
  await own("init", "-q", "-b", "main");
  await own("commit", "-q", "--allow-empty", "-m", "first");
  if (options.remote) {
    await own("init", "-q", "--bare", join(root, "remote.git"));
    await own("remote", "add", "origin", join(root, "remote.git"));
    await own("push", "-q", "origin", "main");
  }
  const opened = await openMirror({ dataDir: join(root, "data"), repositoryPath: checkout, remoteName: "origin" });
  if (!opened.ok) throw new Error(opened.message);
  const { mirror } = opened;
  const sandbox = await openSandbox(
    { ...SANDBOX, ...options.limits, tier: options.tier ?? "none" },
    { hide: [join(root, "data"), checkout] },
  );
  const sent: Sent[] = [];
  const events: WorkerRoom["events"] = [];
  const logged: string[] = [];
  const refusals: Refusal[] = [];
  const ahead: WorkerRoom["ahead"] = [];
  const changes: WorkerRoom["changes"] = [];
  const previews: WorkerRoom["previews"] = [];
  const setup = await setupOf({ root, mirror, sandbox, sent, events, logged, refusals, ahead, changes, previews });

  const land = async (): Promise<string> => {
    if (options.remote) await own("push", "-q", "-f", "origin", "HEAD:main");
    const fetched = await mirror.fetch();
    if (!fetched.ok) throw new Error(fetched.stderr);
    const head = await own("rev-parse", "HEAD");
    if (!(await mirror.updateRef(`refs/heads/${BRANCH}`, head))) throw new Error("the integration branch did not move");
    return head;
  };
  const job: WorkerRoom["job"] = async (instruction, how = {}) => {
    const claimed = claimedJob(instruction, how);
    const stop = how.stop ?? new AbortController();
    const before = sent.length;
    const result = await runJob({ ...setup, ...how.setup }, claimed, contextOf(stop, how));
    const handed = sent.slice(before).find((one) => one.route === "enqueue");
    return { jobId: claimed.jobId, result, completion: handed ? completionOf(handed.input) : null };
  };
  await land();
  return {
    root,
    checkout,
    setup,
    mirror,
    sent,
    events,
    logged,
    refusals,
    ahead,
    changes,
    previews,
    git: own,
    land,
    job,
    remove: () => rm(root, { recursive: true }),
  };
}

type Recorders = Pick<
  WorkerRoom,
  "root" | "mirror" | "sent" | "events" | "logged" | "refusals" | "ahead" | "changes" | "previews"
> & {
  sandbox: OpenedSandbox;
};

async function setupOf(recorders: Recorders): Promise<WorkerSetup> {
  const { root, mirror, sandbox, sent, events, logged, refusals, ahead, changes, previews } = recorders;
  const plain = await openSandbox(SANDBOX);
  if (!plain.ok) throw new Error(plain.message);
  const take = (route: Sent["route"]) => async (input: Record<string, unknown>) => {
    sent.push({ route, input });
    return refusals.shift() ?? { ok: true };
  };
  return {
    workerId: "w1",
    client: {
      jobs: {
        complete: take("complete"),
        preview: async (change: Record<string, unknown>) => {
          previews.push(change);
          return { ok: true };
        },
        yield: take("yield"),
        ask: take("ask"),
        release: take("release"),
        changed: async (change: WorkerRoom["changes"][number]) => {
          changes.push(change);
          return { ok: true, ahead: (await ahead.shift()?.()) ?? [] };
        },
      },
      completions: { enqueue: take("enqueue") },
    } as unknown as Client,
    mirror,
    integrationBranch: BRANCH,
    author: { name: "Push Pals", email: "pushpals@localhost" },
    person: { name: "Pat Person", email: "pat@example.org" },
    sandbox: sandbox.ok ? { ok: true, sandbox: markedSandbox(sandbox.sandbox) } : sandbox,
    plain: plain.sandbox,
    worktrees: join(root, "data", ".worktrees", "w1"),
    publishBranches: true,
    maxChangeBytes: 10 * 1024 * 1024,
    maxFileBytes: 8 * 1024 * 1024,
    allowSubmodules: false,
    maxRevisions: 2,
    fitBeforeProof: true,
    patienceMs: 0,
    critic: null,
    criticMustAgree: false,
    lanes: { deterministic: runScript, openhands: noAgent(null) },
    models: { ok: false, message: "no model" },
    voice: {
      emit: (_session, type, payload) => events.push({ type, payload: payload as Record<string, unknown> }),
      flush: async () => undefined,
    },
    openLog: () => ({ write: (stream, line) => logged.push(`${stream}: ${line}`), close: async () => undefined }),
    log: createLog({ service: "test", level: "silent" }),
  };
}

/** A job as the hub gives it out. */
export function claimedJob(instruction: string, options: JobOptions): ClaimedJob {
  const executionBudgetMs = options.executionBudgetMs ?? 60_000;
  const finalizationBudgetMs = options.finalizationBudgetMs ?? 60_000;
  const params: TaskExecuteParams = {
    schemaVersion: 2,
    requestId: randomUUID(),
    sessionId: "dev",
    lane: options.lane ?? "deterministic",
    instruction,
    planning: {
      intent: "code_change",
      riskLevel: "low",
      targetPaths: options.targetPaths ?? [],
      acceptanceCriteria: options.acceptanceCriteria ?? [],
      validationSteps: options.validationSteps ?? [],
      queuePriority: "normal",
      queueWaitBudgetMs: 60_000,
      executionBudgetMs,
      finalizationBudgetMs,
    },
    ...(options.candidate ? { candidate: options.candidate } : {}),
  };
  return {
    jobId: options.jobId ?? randomUUID(),
    taskId: "task",
    sessionId: "dev",
    requestId: params.requestId,
    kind: options.kind ?? "task.execute",
    params: params as unknown as ClaimedJob["params"],
    priority: "normal",
    executionBudgetMs: Math.max(1_000, executionBudgetMs),
    finalizationBudgetMs,
    turnId: null,
    messages: [],
    approval: options.approval ?? null,
  };
}

/** The claim of a job, as the loop hands it on. */
export const contextOf = (
  stop: AbortController,
  { messages = [], hears }: Pick<JobOptions, "messages" | "hears"> = {},
): WorkContext => ({
  leaseToken: "lease",
  attempt: 1,
  signal: stop.signal,
  abortReason: () => (stop.signal.aborted ? "cancelled" : null),
  queueWaitMs: 0,
  onMessage: (listener) => {
    for (const [index, said] of messages.entries()) {
      const { text, answers } = typeof said === "string" ? { text: said, answers: null } : said;
      listener({ id: index + 1, ts: Date.now(), text, answers });
    }
    hears?.((text) => listener({ id: messages.length + 1, ts: Date.now(), text, answers: null }));
  },
});

function completionOf(input: Record<string, unknown>): JobOutcome["completion"] {
  const evidence = input["evidence"] as { treeSha: string };
  return {
    commitSha: String(input["commitSha"]),
    branch: String(input["branch"]),
    message: String(input["message"]),
    treeSha: evidence.treeSha,
    input,
  };
}

/** Git as a person runs it; fails loudly. */
export async function gitAsPerson(cwd: string, args: readonly string[]): Promise<string> {
  const identity = { NAME: "Pat Person", EMAIL: "pat@example.org" };
  const env = Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((role) =>
      Object.entries(identity).map(([key, value]) => [`GIT_${role}_${key}`, value]),
    ),
  );
  const result = await run({
    command: ["git", ...args],
    cwd,
    env: minimalEnv({ ...env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }),
    timeoutMs: 60_000,
  });
  if (result.exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${new TextDecoder().decode(result.stderr)}`);
  return stdoutText(result).trimEnd();
}

/** Commits files in the checkout and makes that the integration branch. */
export async function landFiles(room: WorkerRoom, files: Record<string, string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(room.checkout, path, ".."), { recursive: true });
    await writeFile(join(room.checkout, path), content);
  }
  await room.git("add", "-A");
  await room.git("commit", "-q", "-m", "files");
  return room.land();
}

/** Content of a path in a commit of the mirror; null when it is not there. */
export async function contentIn(room: WorkerRoom, sha: string, path: string): Promise<string | null> {
  const shown = await git(["cat-file", "blob", `${sha}:${path}`], { gitDir: room.mirror.dir });
  return shown.ok ? shown.stdout : null;
}

/** Paths of a commit of the mirror, each with its mode. */
export async function filesIn(room: WorkerRoom, sha: string): Promise<Record<string, string>> {
  const listed = await git(["ls-tree", "-r", "-z", sha], { gitDir: room.mirror.dir });
  const entries = listed.stdout.split("\0").filter((entry) => entry !== "");
  return Object.fromEntries(entries.map((entry) => [entry.slice(entry.indexOf("\t") + 1), entry.slice(0, 6)]));
}
