import { afterEach, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ClaimedCompletion } from "@pushpals/protocol";
import { minimalEnv, type Service, startService } from "@pushpals/shared/process";
import { benches } from "./testing/benches";
import { type HttpHub, startHttpHub } from "./testing/http-hub";
import { evidenceFrom, makeCompletion } from "./testing/landing-bench";
import type { Repositories } from "./testing/repositories";

/** More than the suite has time for: `PUSHPALS_STORM_COMPLETIONS=200 bun test storm`. */
const COUNT = Number(process.env["PUSHPALS_STORM_COMPLETIONS"] ?? 40);
const IS_LONG = COUNT >= 100;
const BATCH = 6;
/** Each named step of a landing by itself: after a death with several in hand they are taken one by one. */
const SINGLE_STEPS = ["claimed", "imported", "applied", "checked", "approved", "pushing"].flatMap((at) => [
  [`before ${at}`, "1"],
  [`after ${at}`, "2"],
]);
/** The steps of batches, and what is inside of git: some milliseconds after a step, with git or without it. */
const BATCH_STEPS = [
  ["before build", "1"],
  ["after build", "1"],
  ["before checks", "2"],
  ["after checks", "2"],
  ["intended", "1"],
  ["intended", "2", "8"],
  ["proven", "2"],
  ["before processed", "4"],
  ["after processed", "3"],
  ["intended", "2", "25"],
  ["after checks", "3"],
  ["intended", "1", "8", "git"],
  ["before build", "1", "15", "git"],
  ["before checks", "1", "5", "git"],
];
/**
 * What a short storm has time for. Each death in a batch leaves twice its size to be taken one by one, so a few of them
 * use up what can be batched, and the others have to be of steps that a landing by itself has too.
 */
const SHORT = [
  ["before build", "1"],
  ["after checks", "1"],
  ["intended", "1"],
  ["intended", "2", "8"],
  ["after checked", "2"],
  ["proven", "2"],
  ["before processed", "4"],
  ["after processed", "3"],
  ["intended", "2", "25"],
  ["before pushing", "2"],
];
/** How each life of the daemon ends; the last one lives. There is time for all of them in a long storm only. */
const deaths: readonly (readonly string[])[] = IS_LONG
  ? [...BATCH_STEPS.slice(0, 1), ...SINGLE_STEPS, ...BATCH_STEPS.slice(1)]
  : SHORT;

const { repositories } = benches();
let living: Service | null = null;
let hubUp: HttpHub | null = null;
afterEach(async () => {
  await living?.stop(0);
  await hubUp?.stop();
});

interface Change {
  name: string;
  path: string;
  content: string;
}

/** Of each twenty, two write the same file as the one before them, and one turns the checks red. */
const changes: Change[] = Array.from({ length: COUNT }, (_, index) => {
  const conflicts = index % 10 === 5;
  const path = `files/${conflicts ? index - 1 : index}.txt`;
  const content = `${index % 20 === 12 ? "BROKEN" : "fine"} ${index}\n`;
  return { name: `c${index}`, path, content };
});

/** What landing one by one comes to. */
function serialOracle(): { landed: Change[]; conflicts: string[]; red: string[] } {
  const oracle = { landed: [] as Change[], conflicts: [] as string[], red: [] as string[] };
  for (const change of changes) {
    if (oracle.landed.some((one) => one.path === change.path)) oracle.conflicts.push(change.name);
    else if (change.content.startsWith("BROKEN")) oracle.red.push(change.name);
    else oracle.landed.push(change);
  }
  return oracle;
}

const blob = (content: string) => createHash("sha1").update(`blob ${content.length}\0${content}`).digest("hex");

/** Longer than this without a completion that ends is stuck. */
const STUCK_MS = 60_000;

/** How long it took at most from the end of one completion to that of the next. */
function longestSilence(hub: HttpHub): { longestMs(): number } {
  let [longest, last, ended] = [0, performance.now(), 0];
  void hub.until(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    if (hub.landed.length + hub.failed.length > ended) [last, ended] = [now, hub.landed.length + hub.failed.length];
    return ended >= COUNT;
  });
  return { longestMs: () => longest };
}

/** All changes as branches of jobs, made at once. */
function makeJobs(r: Repositories, base: string): ClaimedCompletion[] {
  const stream = changes.map(({ name, path, content }) =>
    [
      `commit refs/heads/agent/w/${name}`,
      "committer Pat Person <pat@example.org> 1700000000 +0000",
      `data ${name.length}`,
      name,
      `from ${base}`,
      `M 100644 inline ${path}`,
      `data ${content.length}`,
      content,
    ].join("\n"),
  );
  const made = Bun.spawnSync(["git", "-C", r.mirror.dir, "fast-import", "--quiet"], {
    stdin: Buffer.from(`${stream.join("\n")}\n`),
  });
  if (made.exitCode !== 0) throw new Error(made.stderr.toString());
  return changes.map(({ name }) => {
    const sha = r.git(r.mirror.dir, "rev-parse", `refs/heads/agent/w/${name}`);
    return makeCompletion(name, sha, { evidence: evidenceFrom(base) });
  });
}

function startDaemon(r: Repositories, hub: HttpHub, death: readonly string[]) {
  const lines: string[] = [];
  const daemon = startService({
    command: [process.execPath, join(import.meta.dir, "testing/mortal-daemon.ts"), ...death],
    env: minimalEnv({
      PUSHPALS_SERVER_URL: hub.url,
      PUSHPALS_REPO_PATH: r.user,
      PUSHPALS_DATA_DIR: r.dataDir,
      PUSHPALS_AUTH_TOKEN: "pp_test",
      PUSHPALS_WORKERPALS_SANDBOX_TIER: "none",
      PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: '["! grep -rq BROKEN files"]',
      PUSHPALS_SOURCE_CONTROL_MANAGER_BATCH_SIZE: String(BATCH),
    }),
    onLine: (_stream, line) => lines.push(line),
  });
  living = daemon;
  return { ...daemon, lines };
}

test("killed with -9 at each step of its batches, over and over: what lands, and in which order, is what landing one by one comes to; nothing twice", async () => {
  const r = await repositories();
  r.git(r.user, "push", "--quiet", "origin", "main:main_agents");
  await r.mirror.fetch();
  const completions = makeJobs(r, r.git(r.remote, "rev-parse", "main_agents"));
  const hub = startHttpHub();
  hubUp = hub;
  hub.waiting.push(...completions);
  const isOver = () => hub.landed.length + hub.failed.length >= COUNT;
  const pace = longestSilence(hub);
  const over = hub.until(isOver);
  let died = 0;
  for (const death of [...deaths, []]) {
    const daemon = startDaemon(r, hub, death);
    const end = await Promise.race([daemon.exited, over]);
    if (end === undefined) break;
    expect({ ...end, lines: daemon.lines.slice(-5) }).toMatchObject({ signal: "SIGKILL" });
    died += 1;
    living = null;
    hub.leasesRunOut();
  }
  // How far each life gets depends on what its last push came to: the last deaths may find nothing left to do.
  expect(died).toBeGreaterThanOrEqual(deaths.length - 2);

  // Of a storm that was asked for: how busy a machine is that runs all tests is no failure.
  if (IS_LONG) {
    console.log(`died ${died} times; the longest without an end of a completion: ${pace.longestMs().toFixed(0)} ms`);
    expect(pace.longestMs()).toBeLessThan(STUCK_MS);
  }
  const oracle = serialOracle();
  const nameOf = new Map(completions.map(({ completionId, branch }) => [completionId, branch.split("/").at(-1)]));
  const names = (told: { id: string }[]) => told.map(({ id }) => nameOf.get(id));
  expect(r.git(r.remote, "log", "--format=%s", "--reverse", "main..main_agents").split("\n")).toEqual(
    oracle.landed.map((change) => change.name),
  );
  expect(r.git(r.remote, "ls-tree", "-r", "main_agents", "files/").split("\n").sort()).toEqual(
    oracle.landed.map(({ path, content }) => `100644 blob ${blob(content)}\t${path}`).sort(),
  );
  expect(names(hub.landed).sort()).toEqual(oracle.landed.map((change) => change.name).sort());
  const failedWith = (code: string) => names(hub.failed.filter(({ failure }) => failure.code === code)).sort();
  expect(failedWith("merge_conflict")).toEqual(oracle.conflicts.sort());
  expect(failedWith("checks_failed")).toEqual(oracle.red.sort());
  for (const { landed } of hub.landed)
    for (const { treeSha } of landed.receipts) expect(treeSha).toBe(landed.batch?.treeSha ?? landed.treeSha);
  expect(hub.landed.filter(({ landed }) => landed.checks !== "passed")).toEqual([]);
  expect(hub.landed.some(({ landed }) => landed.batch !== undefined)).toBe(true);
}, 300_000);
