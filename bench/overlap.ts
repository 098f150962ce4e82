/**
 * What ordering overlapping work is worth: 20 scripted edits of 5 files by 4 workers, first come first served and in
 * the order that RemoteBuddy gives them. A run that ends in a conflict, or finds another text than it expects, is
 * started again on the newest head, as somebody would do by hand, until all 20 edits have landed. Each edit adds a line
 * at the end of a file and takes a while, as real work does. Run: `bun run bench overlap [rounds]`.
 */
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

interface Result {
  runs: number;
  conflicts: number;
  totalMs: number;
  /** From the first start to the landing of the edit that took longest. */
  longestMs: number;
}

const log = createLog({ service: "bench", level: "silent" });
const fileOf = (edit: number): string => `src/part-${edit % FILES}.txt`;
const scriptOf = (edit: number): string =>
  `/run sleep ${WORK_SECONDS}\n/append ${fileOf(edit)}\n\`\`\`\nedit ${edit}\n\`\`\``;

async function enqueue({ client }: Services, edit: number, ordered: boolean): Promise<string> {
  const queued = await client.requests.enqueue({ sessionId: "dev", prompt: `edit ${edit}` });
  if (!queued.ok) throw new Error(queued.message);
  const claimed = await client.requests.claim({ agentId: "bench" });
  if (!claimed.ok) throw new Error(claimed.message);
  const { requestId } = claimed.request;
  const targetPaths = [fileOf(edit)];
  const signal = new AbortController().signal;
  const found = ordered ? await findPlace(targetPaths, { client, log, signal }) : null;
  const comesAfter = found?.ok && found.place.kind === "after" ? found.place.jobIds : [];
  const params = {
    schemaVersion: TASK_SCHEMA_VERSION,
    requestId,
    sessionId: "dev",
    lane: "deterministic",
    instruction: scriptOf(edit),
    planning: {
      intent: "code_change",
      riskLevel: "low",
      targetPaths,
      acceptanceCriteria: [],
      validationSteps: [],
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

/** Follows one edit to its landing, starting it again as often as it fails. */
async function land(services: Services, edit: number, first: string, ordered: boolean): Promise<number> {
  for (let runs = 1, id = first; ; runs++) {
    const landed = await waitFor(
      `edit ${edit}`,
      async () => {
        const found = await services.client.jobs.get({ id });
        if (!found.ok) return null;
        const { status, landing } = found.job;
        if (landing === "landed") return "landed";
        return landing === "failed" || status === "failed" ? "failed" : null;
      },
      () => "",
      600_000,
    );
    if (landed === "landed") return runs;
    id = await enqueue(services, edit, ordered);
  }
}

async function measure(ordered: boolean): Promise<Result> {
  const files = Array.from({ length: FILES }, (_, n) => [`src/part-${n}.txt`, `part ${n}\n`]);
  const repository = makeRepository(Object.fromEntries(files));
  const services = await startServices(repository, { PUSHPALS_WORKERPALS_SANDBOX_TIER: "none" });
  try {
    services.start("source_control_manager");
    for (let n = 1; n <= WORKERS; n++) services.start("workerpals", ["--worker-id", `w-${n}`]);
    await services.online("source_control_manager", 1);
    await services.online("workerpal", WORKERS);
    const start = performance.now();
    const ids: string[] = [];
    for (let edit = 0; edit < EDITS; edit++) ids.push(await enqueue(services, edit, ordered));
    const each = await Promise.all(
      ids.map(async (id, edit) => ({
        runs: await land(services, edit, id, ordered),
        endMs: performance.now() - start,
      })),
    );
    const totalMs = performance.now() - start;
    const runs = each.reduce((sum, one) => sum + one.runs, 0);
    for (let n = 0; n < FILES; n++) {
      const lines = repository.gitRemote("show", `main_agents:src/part-${n}.txt`).split("\n");
      if (lines.length !== 1 + EDITS / FILES) throw new Error(`part ${n} lost an edit: ${lines.join(", ")}`);
    }
    return { runs, conflicts: runs - EDITS, totalMs, longestMs: Math.max(...each.map((one) => one.endMs)) };
  } finally {
    await services.stop();
    repository.remove();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export async function main(args: string[]): Promise<number> {
  const rounds = Number(args[0] ?? DEFAULT_ROUNDS);
  const results: Record<"unordered" | "ordered", Result[]> = { unordered: [], ordered: [] };
  for (let round = 0; round < rounds; round++) {
    results.unordered.push(await measure(false));
    results.ordered.push(await measure(true));
  }
  console.log(`${EDITS} edits of ${FILES} files, ${WORKERS} workers, medians of ${rounds} rounds\n`);
  console.log("| order | runs | conflicts and re-runs | total | slowest edit |");
  console.log("| --- | --- | --- | --- | --- |");
  for (const [name, all] of [
    ["first come first served", results.unordered],
    ["by paths", results.ordered],
  ] as const) {
    const of = (key: keyof Result) => median(all.map((one) => one[key]));
    const seconds = (key: keyof Result) => `${(of(key) / 1_000).toFixed(1)} s`;
    console.log(`| ${name} | ${of("runs")} | ${of("conflicts")} | ${seconds("totalMs")} | ${seconds("longestMs")} |`);
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
