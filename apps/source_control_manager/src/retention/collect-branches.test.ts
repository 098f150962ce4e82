import { expect, test } from "bun:test";
import { renameSync } from "node:fs";
import { refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { benches } from "../testing/benches";
import { quietLog } from "../testing/landing-bench";
import type { Repositories } from "../testing/repositories";
import { collectBranches } from "./collect-branches";
import { mayGo } from "./may-go";

const HOUR = 3_600_000;
const RETENTION = { branch_retention_hours: 10, failed_branch_retention_hours: 100 };
const { repositories } = benches();

test("a branch goes after the retention of its end, and never while its work may still land", () => {
  const gone = (
    status: "completed" | "failed" | "claimed",
    landing: "none" | "waiting" | "landed" | "failed",
    h: number,
  ) => mayGo({ status, landing, endedAt: 0 }, RETENTION, h * HOUR);
  expect([gone("completed", "landed", 9.9), gone("completed", "landed", 10)]).toEqual([false, true]);
  expect([gone("completed", "failed", 99), gone("completed", "failed", 100)]).toEqual([false, true]);
  expect([gone("failed", "none", 99), gone("failed", "none", 100)]).toEqual([false, true]);
  expect([gone("completed", "waiting", 1e6), gone("claimed", "none", 1e6)]).toEqual([false, false]);
  expect(mayGo({ status: "completed", landing: "landed", endedAt: null }, RETENTION, 1e12)).toBe(false);
});

type Job = {
  jobId: string;
  sha: string;
  landing: string;
  status: string;
  endedHoursAgo: number;
  commitSha: string | null;
  candidateOf: string | null;
};

async function fetched(): Promise<Repositories> {
  const r = await repositories();
  await r.mirror.fetch();
  return r;
}

/** A job's refs in the mirror and on the remote, as its worker leaves them. */
function jobWith(r: Repositories, more: Partial<Job> = {}): Job {
  const jobId = Bun.randomUUIDv7();
  const sha = r.job(jobId, r.git(r.remote, "rev-parse", "main"), [{ message: jobId, files: { [jobId]: "x\n" } }]);
  r.git(r.mirror.dir, "update-ref", `refs/pushpals/jobs/${jobId}`, sha);
  r.git(r.mirror.dir, "push", "--quiet", r.remote, `${sha}:refs/heads/agent/w/${jobId}`);
  return {
    jobId,
    sha,
    landing: "landed",
    status: "completed",
    endedHoursAgo: 11,
    commitSha: sha,
    candidateOf: null,
    ...more,
  };
}

function collect(r: Repositories, jobs: Job[]) {
  const now = 1_000 * HOUR;
  const client = {
    jobs: {
      get: async ({ id }: { id: string }) => {
        const job = jobs.find((one) => one.jobId === id);
        if (!job) return refuse("not_found", "no such job");
        const finishedAt = now - job.endedHoursAgo * HOUR;
        return { ok: true, job: { ...job, completionId: job.landing === "none" ? null : id, finishedAt } };
      },
    },
    completions: {
      get: async ({ id }: { id: string }) => {
        const job = jobs.find((one) => one.jobId === id);
        return { ok: true, completion: { finishedAt: now - (job?.endedHoursAgo ?? 0) * HOUR } };
      },
    },
  } as unknown as Client;
  const signal = new AbortController().signal;
  return collectBranches({ mirror: r.mirror, client, retention: RETENTION, log: quietLog, now, signal });
}

const left = (r: Repositories, dir: string) =>
  r
    .git(dir, "for-each-ref", "--format=%(refname)", "refs/heads/agent", "refs/pushpals/jobs")
    .split("\n")
    .filter(Boolean);
const refsOf = ({ jobId }: Job) => [`refs/heads/agent/w/${jobId}`, `refs/pushpals/jobs/${jobId}`];

test("what has landed long ago goes, here and on the remote; all else stays", async () => {
  const r = await fetched();
  const old = jobWith(r);
  const kept = [
    jobWith(r, { endedHoursAgo: 9 }),
    jobWith(r, { landing: "failed", endedHoursAgo: 99 }),
    jobWith(r, { landing: "waiting", endedHoursAgo: 999 }),
    jobWith(r, { status: "failed", landing: "none", endedHoursAgo: 99 }),
  ];
  const unknown = jobWith(r);
  const failed = jobWith(r, { landing: "failed", endedHoursAgo: 101 });
  expect(await collect(r, [old, failed, ...kept])).toEqual({ deleted: 4, deletedThere: 2, strange: 0, stopped: null });
  const stay = [...kept, unknown];
  expect(left(r, r.mirror.dir).sort()).toEqual(stay.flatMap(refsOf).sort());
  expect(left(r, r.remote).sort()).toEqual(stay.map((job) => refsOf(job)[0] ?? "").sort());
});

test("a candidate's branch is kept until what was chosen has ended, then as long as that end says", async () => {
  const r = await fetched();
  const chosen = (more: Partial<Job>) => jobWith(r, more);
  const of = ({ jobId }: Job, more: Partial<Job> = {}) =>
    jobWith(r, { landing: "none", endedHoursAgo: 999, candidateOf: jobId, ...more });
  const waiting = chosen({ landing: "waiting" });
  const landed = chosen({ landing: "landed", endedHoursAgo: 11 });
  const winner = of(landed, { commitSha: landed.sha });
  r.git(r.mirror.dir, "update-ref", `refs/pushpals/jobs/${winner.jobId}`, landed.sha);
  const candidates = [of(waiting), of(landed), winner];
  await collect(r, [waiting, landed, ...candidates]);
  const there = left(r, r.mirror.dir);
  const kept = candidates.map(({ jobId }) => there.includes(`refs/pushpals/jobs/${jobId}`));
  expect(kept).toEqual([true, true, false]);
});

test("a branch that holds anything but what was handed over is nobody's to delete", async () => {
  const r = await fetched();
  const [here, there, unrecorded] = [
    jobWith(r),
    jobWith(r),
    jobWith(r, { status: "failed", landing: "none", endedHoursAgo: 999, commitSha: null }),
  ];
  const more = r.job("more", here.sha, [{ message: "more", files: { more: "x\n" } }]);
  r.git(r.mirror.dir, "update-ref", `refs/heads/agent/w/${here.jobId}`, more);
  r.pushAsOther(`agent/w/${there.jobId}`, { "by-hand": "x\n" });
  expect(await collect(r, [here, there, unrecorded])).toEqual({
    deleted: 2,
    deletedThere: 0,
    strange: 4,
    stopped: null,
  });
  expect(await r.mirror.resolve(`refs/heads/agent/w/${here.jobId}`)).toBe(more);
  expect(await r.mirror.resolve(`refs/heads/agent/w/${there.jobId}`)).toBe(there.sha);
  expect(left(r, r.remote)).toHaveLength(3);
});

test("a remote that is away ends the pass and loses nothing; a branch that is gone there goes here", async () => {
  const r = await fetched();
  const job = jobWith(r);
  renameSync(r.remote, `${r.remote}.away`);
  expect(await collect(r, [job])).toMatchObject({ deleted: 0, stopped: expect.any(String) });
  expect(left(r, r.mirror.dir)).toEqual(refsOf(job));
  renameSync(`${r.remote}.away`, r.remote);
  r.git(r.remote, "update-ref", "-d", `refs/heads/agent/w/${job.jobId}`);
  expect(await collect(r, [job])).toEqual({ deleted: 2, deletedThere: 0, strange: 0, stopped: null });
});
