import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { Landing } from "@pushpals/protocol";
import { refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { commitFiles, type Fixture, makeFixture, userGit } from "../git/testing/fixture";
import { type ReviewPlace, readReview, undoneBy } from "./index";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let fixture: Fixture;
let place: ReviewPlace;
/** What the server knows to have landed, by job. */
let landings: Map<string, Pick<Landing, "commits" | "commitSha" | "checks" | "carried">>;

beforeEach(async () => {
  fixture = await makeFixture();
  await userGit(fixture.user, "switch", "--quiet", "--create", "main_agents");
  landings = new Map();
  await look();
});
afterEach(() => fixture.remove());

/** Brings both branches into the mirror, as SourceControlManager does. */
async function look(): Promise<void> {
  await userGit(fixture.user, "push", "--quiet", "origin", "main", "main_agents");
  const mirror = await fixture.open();
  await mirror.fetch();
  await mirror.updateRef("refs/heads/main_agents", await userGit(fixture.user, "rev-parse", "main_agents"));
  place = { mirrorDir: mirror.dir, integration: "main_agents", base: "main" };
}

const client = {
  jobs: {
    get: async ({ id }: { id: string }) => {
      const landed = landings.get(id);
      return landed ? { ok: true, job: { jobId: id, requestId: id }, landed } : refuse("not_found", "no such job");
    },
  },
  requests: { get: async ({ id }: { id: string }) => ({ ok: true, request: { promptPreview: `asked ${id}` } }) },
} as unknown as Pick<Client, "jobs" | "requests">;

/** Commits of a job; the server knows of them unless told otherwise. */
async function jobCommits(files: string[], more: { undoes?: string; known?: boolean } = {}): Promise<string> {
  const job = Bun.randomUUIDv7();
  const undoes = more.undoes === undefined ? "" : `\nPushPals-Undoes: ${more.undoes}`;
  const commits: string[] = [];
  for (const file of files)
    commits.push(
      await commitFiles(fixture.user, { [file]: `${job}\n` }, `Write ${file}\n\nPushPals-Job: ${job}${undoes}`),
    );
  if (more.known !== false) landings.set(job, { commits, commitSha: commits.at(-1) ?? "", checks: "passed" });
  return job;
}

async function reviewed() {
  await look();
  const review = await readReview(place, client);
  if (!review.ok) throw new Error(review.message);
  return review;
}

test("commits of one job are one change; what people pushed stands by itself; oldest first", async () => {
  const first = await jobCommits(["a", "b"]);
  await commitFiles(fixture.user, { "by-hand": "x\n" }, "By hand");
  const second = await jobCommits(["c"]);
  const { entries, total, fastForward, older } = await reviewed();
  expect(entries.map((entry) => [entry.subject, entry.landed?.jobId ?? entry.author, entry.commits.length])).toEqual([
    ["Write b", first, 2],
    ["By hand", "Ada", 1],
    ["Write c", second, 1],
  ]);
  expect(entries[0]).toMatchObject({ diff: { fileCount: 2, additions: 2 }, landed: { prompt: `asked ${first}` } });
  expect(entries[0]?.patch).toContain("+++ b/a");
  expect({ total, fastForward, older }).toEqual({
    total: { fileCount: 4, additions: 4, deletions: 0 },
    fastForward: true,
    older: 0,
  });
});

test("a trailer without a landing that the server knows is no proof of one", async () => {
  const forged = await jobCommits(["evil"], { known: false });
  landings.set(forged, { commits: ["f".repeat(40)], commitSha: "f".repeat(40), checks: "passed" });
  const { entries } = await reviewed();
  expect(entries).toMatchObject([{ subject: "Write evil", author: "Ada", landed: null }]);
});

test("merges that only brought the base in are left out, and a base with work of its own is told", async () => {
  await jobCommits(["a"]);
  await userGit(fixture.user, "switch", "--quiet", "main");
  await commitFiles(fixture.user, { "on-main": "x\n" }, "On main");
  await userGit(fixture.user, "switch", "--quiet", "main_agents");
  expect((await reviewed()).fastForward).toBe(false);
  await userGit(fixture.user, "merge", "--quiet", "--no-ff", "-m", "Merge main into main_agents", "main");
  const review = await reviewed();
  expect(review.entries.map((entry) => entry.subject)).toEqual(["Write a"]);
  expect(review).toMatchObject({ fastForward: true, total: { fileCount: 1 } });
});

test("after a rebase onto the base what was replayed is the job's still, and the commit that ties the old head in is nothing", async () => {
  const job = await jobCommits(["a"]);
  const before = await userGit(fixture.user, "rev-parse", "HEAD");
  await userGit(fixture.user, "switch", "--quiet", "main");
  await commitFiles(fixture.user, { "on-main": "x\n" }, "On main");
  await userGit(fixture.user, "switch", "--quiet", "--force-create", "main_agents");
  await userGit(fixture.user, "cherry-pick", before);
  const copy = await userGit(fixture.user, "rev-parse", "HEAD");
  await userGit(fixture.user, "merge", "--quiet", "--strategy=ours", "-m", "Rebase main_agents onto main", before);
  const landing = landings.get(job);
  if (landing) landing.carried = [copy];
  const review = await reviewed();
  expect(review.entries.map(({ subject, landed }) => [subject, landed?.jobId])).toEqual([["Write a", job]]);
  expect(review).toMatchObject({ fastForward: true, total: { fileCount: 1 } });
});

test("undone, brought back, undone again", async () => {
  const job = await jobCommits(["a"]);
  const state = async () => {
    await look();
    return undoneBy(place.mirrorDir, "main_agents", job);
  };
  expect(await state()).toBeNull();
  const undo = await jobCommits(["a"], { undoes: job });
  expect(await state()).toBe(undo);
  await jobCommits(["a"], { undoes: undo });
  expect(await state()).toBeNull();
  const again = await jobCommits(["a"], { undoes: job });
  expect(await state()).toBe(again);
});

test("nothing to review before Push Pals has seen the branches", async () => {
  expect(await readReview({ ...place, base: "trunk" }, client)).toMatchObject({
    ok: false,
    message: expect.stringContaining("trunk"),
  });
  expect((await reviewed()).entries).toEqual([]);
});
