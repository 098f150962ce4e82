import { join } from "node:path";
import { type JobRow, refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type Config, loadConfig } from "@pushpals/shared/config";
import { type Mirror, openMirror } from "@pushpals/shared/git";
import { createLog } from "@pushpals/shared/log";
import { keepPullRequest, type PullRequestKeeper } from "@pushpals/source_control_manager/pull-request";
import { makeRepository, runGit, type TestRepository, writeFiles } from "../repository";
import { type FakeGitHub, startGitHub } from "./start-github";

export const TOKEN = "ghp_TestTokenThatMustNotBeSeen123";

export interface LandOptions {
  sessionId?: string;
  prompt?: string;
  checks?: "passed" | "ungated";
  risk?: "low" | "medium" | "high";
  /** A commit of somebody else, without trailers. */
  foreign?: boolean;
}

/** What was said into sessions. */
export interface Said {
  sessionId: string;
  type: string;
  payload: Record<string, unknown>;
  key: string;
}

/** A repository on a GitHub of our own, landings on it, and the keeper of its pull request. */
export interface ForgeBench {
  github: FakeGitHub;
  repository: TestRepository;
  mirror: Mirror;
  said: Said[];
  /** While it is so, the hub answers nothing. */
  hub: { away: boolean };
  /** Puts a commit onto the integration branch, as a landing does, and knows it in the hub. Answers its sha. */
  land(subject: string, options?: LandOptions): Promise<string>;
  /** Takes over what was pushed or merged on the forge. */
  fetch(): Promise<void>;
  start(options?: KeepOptions): PullRequestKeeper;
  /** Ends the keeper that runs, as the end of the daemon does. */
  end(): Promise<void>;
  remove(): Promise<void>;
}

export interface KeepOptions {
  section?: Partial<Config["source_control_manager"]>;
  token?: string;
  timeoutMs?: number;
}

const BRANCH = "refs/heads/main_agents";

export async function makeForgeBench(): Promise<ForgeBench> {
  const repository = makeRepository({ "README.md": "# Shop\n" });
  const github = await startGitHub(repository.root, "remote.git", { [TOKEN]: "write" });
  repository.git("push", "-q", "origin", "main:main_agents");
  repository.git("remote", "set-url", "origin", github.remote);
  const opened = await openMirror({
    dataDir: join(repository.root, "data"),
    repositoryPath: repository.dir,
    remoteName: "origin",
    credentials: { token: TOKEN },
  });
  if (!opened.ok) throw new Error(opened.message);
  const { mirror } = opened;
  const jobs = new Map<string, { session: string; request: string; options: LandOptions }>();
  const said: Said[] = [];
  const hub = { away: false };
  const client = hubOf(jobs, hub);
  const voice = {
    emit: (sessionId: string, type: string, payload: object, _context?: object, key = crypto.randomUUID()) => {
      if (!said.some((one) => one.key === key)) said.push({ sessionId, type, payload: { ...payload }, key });
    },
    flush: async () => undefined,
  };
  let draining = new AbortController();
  let keeper: PullRequestKeeper | null = null;
  const end = async () => {
    draining.abort();
    await keeper?.done;
    draining = new AbortController();
    keeper = null;
  };
  const fetch = async () => {
    const fetched = await mirror.fetch();
    const head = await mirror.resolve("refs/remotes/origin/main_agents");
    if (!fetched.ok || head === null) throw new Error(fetched.stderr);
    await mirror.updateRef(BRANCH, head);
  };
  await fetch();
  return {
    github,
    repository,
    mirror,
    said,
    hub,
    fetch,
    end,
    land: async (subject, options = {}) => {
      const [job, completion, request] = [Bun.randomUUIDv7(), Bun.randomUUIDv7(), Bun.randomUUIDv7()];
      const trailers = options.foreign ? "" : `\n\nPushPals-Job: ${job}\nPushPals-Completion: ${completion}\n`;
      const sha = commit(repository, github, `${subject}${trailers}`, options.foreign ?? false);
      jobs.set(job, { session: options.sessionId ?? "dev", request, options });
      await fetch();
      return sha;
    },
    start: ({ section = {}, token = TOKEN, timeoutMs = 5_000 } = {}) => {
      const loaded = loadConfig({ env: {} });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      const { config } = loaded;
      keeper = keepPullRequest({
        config: {
          ...config,
          git: { token },
          source_control_manager: {
            ...config.source_control_manager,
            open_pull_request: true,
            forge_url: github.url,
            ...section,
          },
        },
        mirror,
        client,
        voice: voice as Parameters<typeof keepPullRequest>[0]["voice"],
        log: createLog({ service: "test", level: "silent" }),
        memoryPath: join(repository.root, "memory", "pull-request.json"),
        draining: draining.signal,
        timeoutMs,
        pace: { quietMs: 20, mostQuietMs: 200, backoff: { baseMs: 20, maxMs: 100 } },
      });
      return keeper;
    },
    remove: async () => {
      await end();
      await github.stop();
      repository.remove();
    },
  };
}

/** One file a subject, on top of the integration branch of the bare repository. */
function commit({ root }: TestRepository, { pulls }: FakeGitHub, message: string, foreign: boolean): string {
  const dir = join(root, `landing-${Bun.randomUUIDv7()}`);
  runGit(root, ["clone", "-q", "-b", "main_agents", pulls.bare, dir]);
  writeFiles(dir, { [`${message.split("\n")[0]?.replace(/\W+/g, "-")}.txt`]: message });
  runGit(dir, ["add", "-A"]);
  const who = foreign ? [] : ["-c", "user.name=Push Pals", "-c", "user.email=pushpals@localhost"];
  // The identity of the environment would win over `-c`.
  const done = Bun.spawnSync(["git", ...who, "commit", "-q", "-m", message], {
    cwd: dir,
    env: { PATH: process.env["PATH"], HOME: "/nowhere", GIT_CONFIG_NOSYSTEM: "1", ...(foreign ? PERSON : {}) },
  });
  if (done.exitCode !== 0) throw new Error(done.stderr.toString());
  runGit(dir, ["push", "-q", "origin", "HEAD:main_agents"]);
  return runGit(dir, ["rev-parse", "HEAD"]);
}

const PERSON = {
  GIT_AUTHOR_NAME: "Pat Person",
  GIT_AUTHOR_EMAIL: "pat@example.org",
  GIT_COMMITTER_NAME: "Pat Person",
  GIT_COMMITTER_EMAIL: "pat@example.org",
};

/** As much of the server as is asked about changes. */
function hubOf(
  jobs: ReadonlyMap<string, { session: string; request: string; options: LandOptions }>,
  hub: { away: boolean },
): Client {
  const away = () => refuse("unreachable", "The hub is away.");
  return {
    jobs: {
      get: async ({ id }: { id: string }) => {
        const found = jobs.get(id);
        if (hub.away) return away();
        if (!found) return refuse("not_found", "no such job");
        const { options, session: sessionId, request: requestId } = found;
        const job = { jobId: id, kind: "task.execute", sessionId, requestId, completionId: null } as unknown as JobRow;
        return {
          ok: true,
          job,
          params: paramsOf(requestId, sessionId, options.risk ?? "low"),
          landed: { checks: options.checks ?? "ungated" },
        };
      },
    },
    requests: {
      get: async ({ id }: { id: string }) => {
        if (hub.away) return away();
        const found = [...jobs.values()].find((one) => one.request === id);
        return { ok: true, request: { promptPreview: found?.options.prompt ?? "/write something" } };
      },
    },
  } as unknown as Client;
}

const paramsOf = (requestId: string, sessionId: string, riskLevel: string) => ({
  schemaVersion: 2,
  requestId,
  sessionId,
  lane: "deterministic",
  instruction: "/write something",
  planning: {
    intent: "code_change",
    riskLevel,
    targetPaths: [],
    acceptanceCriteria: [],
    validationSteps: [],
    queuePriority: "normal",
    queueWaitBudgetMs: 60_000,
    executionBudgetMs: 60_000,
    finalizationBudgetMs: 60_000,
  },
});
