import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ClaimedCompletion } from "@pushpals/protocol";
import { landAll } from "../../apps/source_control_manager/src/testing/land-all";
import { type Bench, evidenceFrom, setUpBench } from "../../apps/source_control_manager/src/testing/landing-bench";
import { makeRepositories, personGit } from "../../apps/source_control_manager/src/testing/repositories";
import { makeHistory } from "../support/history";
import { runGit } from "../support/repository";
import { type Outcome, pickOneByOne } from "./serial-oracle";

/**
 * Histories of real repositories, each commit as the finished work of one of three workers, landed in their order and in
 * any other: what lands, and what can't, is what git's own cherry-pick in a checkout comes to. More commits, or another
 * repository: `PUSHPALS_TEST_REPLAY_COMMITS=300 PUSHPALS_TEST_REPLAY_REPOSITORY=/path bun test tests/landing`.
 */
const COMMITS = Number(process.env["PUSHPALS_TEST_REPLAY_COMMITS"] ?? 60);
const OWN = process.env["PUSHPALS_TEST_REPLAY_REPOSITORY"] ?? resolve(import.meta.dir, "../..");
const WORKERS = 3;

setDefaultTimeout(1_200_000);

const cleanUps: (() => void)[] = [];
afterAll(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

interface Source {
  dir: string;
  base: string;
  /** First-parent line from the base on, oldest first. */
  commits: string[];
}

/** A clone of its own, so that nothing moves under the replay. */
function readSource(from: string): Source {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-replay-"));
  cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
  runGit(dir, ["clone", "-q", "--no-local", from, "."]);
  const line = runGit(dir, ["rev-list", "--first-parent", "--reverse", "HEAD"]).split("\n");
  const kept = line.slice(-(COMMITS + 1));
  const [base = "", ...commits] = kept;
  return { dir, base, commits };
}

/** Renames, deletions, binaries, modes, symlinks, CRLF, odd names, and side branches that were merged. */
function makeSource(): string {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-made-"));
  cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
  makeHistory(dir, COMMITS, 11);
  return dir;
}

/** The numbers of a small linear congruential generator decide: the same order for each seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const mixed = [...items];
  let state = seed >>> 0;
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = state % (at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

async function benchAt({ dir, base }: Source, batch_size: number): Promise<Bench> {
  const repositories = await makeRepositories({ placeholder: "" });
  cleanUps.push(() => repositories.remove());
  const { user, mirror } = repositories;
  runGit(user, ["fetch", "-q", dir, base]);
  runGit(user, ["reset", "-q", "--hard", base]);
  runGit(user, ["push", "-q", "--force", "origin", "HEAD:main"]);
  const b = await setUpBench(repositories, { section: { batch_size } });
  runGit(mirror.dir, ["fetch", "-q", dir, "+HEAD:refs/pushpals/replay"]);
  return b;
}

function completionsOf(b: Bench, { dir }: Source, order: readonly string[]): ClaimedCompletion[] {
  return order.map((sha, index) => {
    const evidence = evidenceFrom(runGit(dir, ["rev-parse", `${sha}^1`]));
    return b.completion(`replay-${index}`, sha, { workerId: `w${index % WORKERS}`, evidence });
  });
}

const outcomeOf = (b: Bench, { completionId }: ClaimedCompletion, result: unknown): Outcome => {
  const landed = b.landed.get(completionId);
  if (landed) return landed.alreadyLanded ? "there already" : "landed";
  const { code, detail } = result as { code?: string; detail?: { files?: unknown[]; messages?: string } };
  const isNamed = (detail?.files?.length ?? 0) > 0 || detail?.messages?.includes("CONFLICT");
  if (code !== "merge_conflict" || !isNamed) throw new Error(JSON.stringify(result));
  return "conflict";
};

async function replay(source: Source, order: readonly string[], batch_size: number): Promise<Outcome[]> {
  const oracle = pickOneByOne(source.dir, source.base, order);
  cleanUps.push(oracle.remove);
  const b = await benchAt(source, batch_size);
  const completions = completionsOf(b, source, order);
  const results = await landAll(b, completions);
  const outcomes = completions.map((completion, at) => outcomeOf(b, completion, results[at]));
  expect(outcomes).toEqual(oracle.outcomes);
  const { remote } = b.repositories;
  expect(personGit(remote, "rev-parse", "main_agents^{tree}")).toBe(personGit(oracle.dir, "rev-parse", "HEAD^{tree}"));
  const line = (dir: string, head: string) =>
    personGit(dir, "log", "--reverse", "--format=%T %an <%ae> %ad %s", `${source.base}..${head}`);
  expect(line(remote, "main_agents")).toBe(line(oracle.dir, "HEAD"));
  return outcomes;
}

describe("this project's own history", () => {
  const source = readSource(OWN);
  test("in its order, in batches: all of it lands", async () => {
    const outcomes = await replay(source, source.commits, 8);
    expect(new Set(outcomes)).toEqual(new Set(["landed"]));
  });
  test("shuffled, in batches: as one by one in that order", async () => {
    expect(await replay(source, shuffled(source.commits, 3), 8)).toContain("conflict");
  });
});

describe("a history of renames, deletions, binaries, modes, links, CRLF and merges", () => {
  const source = readSource(makeSource());
  test("in its order, one by one: all of it lands", async () => {
    const outcomes = await replay(source, source.commits, 1);
    expect(new Set(outcomes)).toEqual(new Set(["landed"]));
    expect(personGit(source.dir, "rev-list", "--merges", "--first-parent", `${source.base}..HEAD`)).not.toBe("");
  });
  test("shuffled, in batches: as one by one in that order", async () => {
    expect(await replay(source, shuffled(source.commits, 5), 8)).toContain("conflict");
  });
});
