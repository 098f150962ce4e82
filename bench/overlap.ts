/**
 * What ordering overlapping work is worth: 20 scripted edits of 5 files by 4 workers, first come first served; with git as
 * the arbiter before the proof, where nobody has named the files; and in the order that RemoteBuddy gives them by their
 * files. A landing that fails is done again on the newest head until all 20 edits have landed. Each edit adds a line at
 * the end of a file; it takes a while, and so does its proof, as real work does. Run: `bun run bench overlap [rounds]`.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TASK_SCHEMA_VERSION } from "@pushpals/protocol";
import { createLog } from "@pushpals/shared/log";
import { findPlace } from "../apps/remotebuddy/src/schedule/find-place";
import { makeRepository } from "../tests/support/repository";
import { type Services, startServices } from "../tests/support/services";
import { waitFor } from "../tests/support/wait-for";

const DEFAULT_ROUNDS = 3;
const EDITS = 20;
const FILES = 5;
const WORKERS = 4;
/** What an edit takes beside the git work, in seconds. */
const WORK_SECONDS = 1;

/** And its proof. */
const PROOF_SECONDS = 0.5;

interface Order {
  name: string;
  /** Whether RemoteBuddy knows which files an edit is going to touch. */
  named: boolean;
  /** Whether git is asked before the proof. */
  arbiter: boolean;
}
const ORDERS: readonly Order[] = [
  { name: "first come first served", named: false, arbiter: false },
  { name: "files not named, git as arbiter", named: false, arbiter: true },
  { name: "by files, git as arbiter", named: true, arbiter: true },
];

interface Result {
  /** Times that work was begun, by whichever job and attempt. */
  runs: number;
  proofs: number;
  failedLandings: number;
  totalMs: number;
  /** From the first start to the landing of the edit that took longest. */
  longestMs: number;
}

const log = createLog({ service: "bench", level: "silent" });
const fileOf = (edit: number): string => `src/part-${edit % FILES}.txt`;
const scriptOf = (edit: number, runs: string): string =>
  `/run echo ${edit} >> ${runs} && sleep ${WORK_SECONDS}\n/append ${fileOf(edit)}\n\`\`\`\nedit ${edit}\n\`\`\``;

async function enqueue({ client, dataDir }: Services, edit: number, ordered: boolean): Promise<string> {
  const queued = await client.requests.enqueue({ sessionId: "dev", prompt: `edit ${edit}` });
  if (!queued.ok) throw new Error(queued.message);
  const claimed = await client.requests.claim({ agentId: "bench" });
  if (!claimed.ok) throw new Error(claimed.message);
  const { requestId } = claimed.request;
  const targetPaths = ordered ? [fileOf(edit)] : [];
  const signal = new AbortController().signal;
  const found = await findPlace(targetPaths, { client, log, signal });
  const comesAfter = found.ok && found.place.kind === "after" ? found.place.jobIds : [];
  const params = {
    schemaVersion: TASK_SCHEMA_VERSION,
    requestId,
    sessionId: "dev",
    lane: "deterministic",
    instruction: scriptOf(edit, join(dataDir, "runs")),
    planning: {
      intent: "code_change",
      riskLevel: "low",
      targetPaths,
      acceptanceCriteria: [],
      validationSteps: [`echo ${edit} >> ${join(dataDir, "proofs")} && sleep ${PROOF_SECONDS}`],
      queuePriority: "normal",
      queueWaitBudgetMs: 600_000,
      executionBudgetMs: 60_000,
      finalizationBudgetMs: 60_000,
    },
  };
  const job = { key: "all", taskId: `edit-${edit}`, kind: "task.execute" as const, params, comesAfter };
  const handed = await client.requests.handOver({ id: requestId, leaseToken: claimed.lease.token, jobs: [job] });
  if (!handed.ok) throw new Error(handed.message);
  return handed.jobIds[0] ?? "";
}

/** Follows one edit to its landing; the answer is how many landings failed on the way. */
async function land(services: Services, edit: number, first: string, ordered: boolean): Promise<number> {
  for (let failed = 0, id = first; ; failed++) {
    const end = await waitFor(
      `edit ${edit}`,
      async () => {
        const found = await services.client.jobs.get({ id });
        if (!found.ok) return null;
        const { status, landing, landingFailure } = found.job;
        if (landing === "landed") return { landed: true };
        if (landing === "failed") return { landed: false, again: landingFailure?.detail?.["reworkJobId"] };
        return status === "failed" ? { landed: false } : null;
      },
      () => "",
      600_000,
    );
    if (end.landed) return failed;
    id = typeof end.again === "string" ? end.again : await enqueue(services, edit, ordered);
  }
}

async function measure({ named, arbiter }: Order): Promise<Result> {
  const files = Array.from({ length: FILES }, (_, n) => [`src/part-${n}.txt`, `part ${n}\n`]);
  const repository = makeRepository(Object.fromEntries(files));
  const services = await startServices(repository, {
    PUSHPALS_WORKERPALS_SANDBOX_TIER: "none",
    PUSHPALS_WORKERPALS_FIT_BEFORE_PROOF: String(arbiter),
  });
  const lines = (name: string): number => readFileSync(join(services.dataDir, name), "utf8").split("\n").length - 1;
  try {
    services.start("source_control_manager");
    for (let n = 1; n <= WORKERS; n++) services.start("workerpals", ["--worker-id", `w-${n}`]);
    await services.online("source_control_manager", 1);
    await services.online("workerpal", WORKERS);
    for (const name of ["runs", "proofs"]) appendFileSync(join(services.dataDir, name), "");
    const start = performance.now();
    const ids: string[] = [];
    for (let edit = 0; edit < EDITS; edit++) ids.push(await enqueue(services, edit, named));
    const each = await Promise.all(
      ids.map(async (id, edit) => ({
        failed: await land(services, edit, id, named),
        endMs: performance.now() - start,
      })),
    );
    const totalMs = performance.now() - start;
    for (let n = 0; n < FILES; n++) {
      const landed = repository.gitRemote("show", `main_agents:src/part-${n}.txt`).split("\n");
      if (landed.length !== 1 + EDITS / FILES) throw new Error(`part ${n} lost an edit: ${landed.join(", ")}`);
    }
    return {
      ...{ runs: lines("runs"), proofs: lines("proofs"), totalMs },
      failedLandings: each.reduce((sum, one) => sum + one.failed, 0),
      longestMs: Math.max(...each.map((one) => one.endMs)),
    };
  } finally {
    await services.stop();
    repository.remove();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export async function main(args: string[]): Promise<number> {
  const rounds = Number(args[0] ?? DEFAULT_ROUNDS);
  const results = new Map<Order, Result[]>(ORDERS.map((order) => [order, []]));
  for (let round = 0; round < rounds; round++) for (const [order, all] of results) all.push(await measure(order));
  console.log(`${EDITS} edits of ${FILES} files, ${WORKERS} workers, medians of ${rounds} rounds\n`);
  console.log("| order | work begun | work done again | proofs | failed landings | total | slowest edit |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const [{ name }, all] of results) {
    const of = (key: keyof Result) => median(all.map((one) => one[key]));
    const seconds = (key: keyof Result) => `${(of(key) / 1_000).toFixed(1)} s`;
    const counts = [of("runs"), of("runs") - EDITS, of("proofs"), of("failedLandings")];
    console.log(`| ${[name, ...counts, seconds("totalMs"), seconds("longestMs")].join(" | ")} |`);
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
