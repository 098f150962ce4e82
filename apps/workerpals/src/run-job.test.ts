import { afterEach, describe, expect, test } from "bun:test";
import { chmod, readdir, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "@pushpals/protocol";
import {
  contentIn,
  filesIn,
  gitAsPerson,
  type JobOutcome,
  landFiles,
  type WorkerRoom,
  workerRoom,
} from "./testing/worker-room";

let room: WorkerRoom;
afterEach(() => room.remove());

const codeOf = (outcome: JobOutcome) => (outcome.result === "settled" ? "settled" : outcome.result.code);
const write = (path: string, content: string) => `/write ${path}\n\`\`\`\n${content}\n\`\`\`\n`;

const landed = (files: Record<string, string>) => landFiles(room, files);

/** Nothing of the job is left: no workspace, no ref, nothing handed over. */
async function expectNothingLeft(outcome: JobOutcome): Promise<void> {
  expect(outcome.completion).toBeNull();
  expect(await room.mirror.resolve(`refs/pushpals/jobs/${outcome.jobId}`)).toBeNull();
  expect(await room.mirror.resolve(`refs/heads/agent/w1/${outcome.jobId}`)).toBeNull();
  expect(await readdir(room.setup.worktrees)).toEqual([]);
}

describe("a script", () => {
  test("of every kind of operation becomes one commit, and leaves no workspace", async () => {
    room = await workerRoom();
    await landed({
      "a.ts": "log(1);\n",
      "old name.txt": "colour\n",
      "gone/x": "x\n",
      "notes.md": "one\n",
      "run.sh": "#\n",
    });
    await chmod(join(room.checkout, "run.sh"), 0o755);
    await landed({});
    const outcome = await room.job(
      [
        write("new/b.txt", "b"),
        "/append notes.md\n```\ntwo\n```",
        '/replace "colour" "color" in **/*.txt',
        "/rewrite ts `log($A)` => `info($A)` in **",
        '/move "old name.txt" new/name.txt',
        "/copy run.sh bin/run.sh",
        "/delete gone",
        "/patch\n```\ndiff --git a/notes.md b/notes.md\n--- a/notes.md\n+++ b/notes.md\n@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n```",
        "/run printf made > made.txt",
      ].join("\n"),
    );
    expect(outcome.result).toBe("settled");
    const sha = outcome.completion?.commitSha ?? "";
    expect(await filesIn(room, sha)).toEqual({
      "a.ts": "100644",
      "bin/run.sh": "100755",
      "made.txt": "100644",
      "new/b.txt": "100644",
      "new/name.txt": "100644",
      "notes.md": "100644",
      "run.sh": "100755",
    });
    expect(await contentIn(room, sha, "a.ts")).toBe("info(1);\n");
    expect(await contentIn(room, sha, "new/name.txt")).toBe("color\n");
    expect(await contentIn(room, sha, "notes.md")).toBe("ONE\ntwo\n");
    expect(await room.mirror.resolve(`refs/heads/${outcome.completion?.branch}`)).toBe(sha);
    expect(await readdir(room.setup.worktrees)).toEqual([]);
    const calls = room.events.filter((event) => event.type === "tool_call");
    expect(calls.map((call) => call.payload["title"])).toContain("move old name.txt to new/name.txt");
    expect(room.events.filter((event) => event.type === "tool_result")).toHaveLength(calls.length);
    expect(room.events.at(0)).toMatchObject({ type: "task_started", payload: { sandbox: "none", workerId: "w1" } });
  });

  test("is all or nothing, and tells the operation that failed", async () => {
    room = await workerRoom();
    const outcome = await room.job(`${write("a", "a")}/delete missing\n`);
    expect(outcome.result).toMatchObject({ code: "path_missing", detail: { line: 5, operation: "delete missing" } });
    await expectNothingLeft(outcome);
  });

  test("that cannot be read tells its lines", async () => {
    room = await workerRoom();
    expect((await room.job("/write ../x\n```\n```\n")).result).toMatchObject({
      code: "script_invalid",
      detail: { errors: [{ line: 1 }] },
    });
  });

  const nothing: [string, string][] = [
    [write("same", "same"), "nothing_changed"],
    ["/append same\n```\n```\n", "nothing_changed"],
    [`${write("new", "x")}/delete new\n`, "nothing_changed"],
    ['/replace "absent" "x" in same', "nothing_changed"],
    ['/replace "same" "same" in same', "nothing_changed"],
    ['/replace "x" "y" in none/*', "path_missing"],
    ["/rewrite js `absent()` => `x()` in a.js", "nothing_changed"],
    ["/rewrite cobol `x` => `y` in a.js", "script_invalid"],
    ["/rewrite js `x y` => `z` in a.js", "script_invalid"],
    ["/move same same", "nothing_changed"],
    ["/move same a.js", "change_refused"],
    ["/copy dir dir/inner", "change_refused"],
    ["/append none\n```\nx\n```", "path_missing"],
    ["/run exit 3", "command_failed"],
  ];
  test("whose operation changes nothing, or cannot, fails with its reason", async () => {
    room = await workerRoom();
    await landed({ same: "same\n", "a.js": "x()\n", "dir/f": "f\n" });
    for (const [script, code] of nothing) expect([script, codeOf(await room.job(script))]).toEqual([script, code]);
  });

  test("never writes through links that lead outside, nor into .git", async () => {
    room = await workerRoom();
    await symlink(room.root, join(room.checkout, "out"));
    await symlink("/etc/hostname", join(room.checkout, "file"));
    await symlink(".git", join(room.checkout, "dotgit"));
    await landed({ a: "a\n" });
    for (const path of ["out/evil", "file", "dotgit/hooks/pre-commit"]) {
      const outcome = await room.job(write(path, "evil"));
      expect([path, codeOf(outcome)]).toEqual([path, "path_outside_repository"]);
      await expectNothingLeft(outcome);
    }
    for (const script of ["/move a out/a", "/copy out/data x", "/delete out/checkout"])
      expect([script, codeOf(await room.job(script))]).toEqual([script, "path_outside_repository"]);
    const replaced = await room.job('/replace "a" "b" in **');
    expect(await contentIn(room, replaced.completion?.commitSha ?? "", "a")).toBe("b\n");
  });

  test("may write what is ignored, because it names it", async () => {
    room = await workerRoom();
    await landed({ ".gitignore": "dist/\n" });
    const outcome = await room.job(write("dist/x", "x"));
    expect(await contentIn(room, outcome.completion?.commitSha ?? "", "dist/x")).toBe("x\n");
  });
});

describe("revert", () => {
  test("undoes a commit and a merge, and tells conflicts and strangers", async () => {
    room = await workerRoom();
    await landed({ a: "1\n" });
    await landed({ b: "b\n" });
    const added = await room.git("rev-parse", "HEAD");
    await room.git("switch", "-q", "-c", "side", "HEAD~1");
    await landed({ c: "c\n" });
    const side = await room.git("rev-parse", "HEAD");
    await room.git("switch", "-q", "main");
    await room.git("merge", "-q", "--no-ff", "-m", "merge", "side");
    const merge = await room.git("rev-parse", "HEAD");
    await landed({ a: "2\n" });
    const changed = await room.git("rev-parse", "HEAD");
    await landed({ a: "3\n" });

    const one = await room.job(`/revert ${added.slice(0, 10)}\n/revert ${merge}\n`);
    expect(Object.keys(await filesIn(room, one.completion?.commitSha ?? ""))).toEqual(["a"]);
    expect((await room.job(`/revert ${changed}`)).result).toMatchObject({
      code: "revert_conflict",
      message: expect.stringContaining(
        `On it stand: ${(await room.git("rev-parse", "--short", "HEAD")).trim()} "files"`,
      ),
      detail: { files: ["a"], later: [{ subject: "files", job: null }] },
    });
    const job = Bun.randomUUIDv7();
    const undone = await room.job(`/revert ${added} --undoes ${job}`);
    expect(undone.completion?.message).toContain(`Undo job ${job.slice(-8)}: revert ${added.slice(0, 12)}\n`);
    expect(undone.completion?.message).toContain(`PushPals-Undoes: ${job}\n`);
    expect(codeOf(await room.job("/revert abcdef0123"))).toBe("commit_missing");
    expect(codeOf(await room.job(`/revert ${added}\n/revert ${added}\n`))).not.toBe("settled");
    expect(side).not.toBe(merge);
  });
});

describe("commands", () => {
  test("alone are answered with what they printed, and need no commit", async () => {
    room = await workerRoom();
    const outcome = await room.job("/run echo all 3 tests passed");
    expect(outcome.result).toBe("settled");
    expect(outcome.completion).toBeNull();
    expect(room.sent).toMatchObject([
      { route: "complete", input: { leaseToken: "lease", receipts: [{ exitCode: 0 }] } },
    ]);
    expect(String(room.sent[0]?.input["summary"])).toContain("all 3 tests passed");
  });

  test("that hang are ended by the budget, with all that they started", async () => {
    room = await workerRoom();
    const mark = `pushpals-hang-${crypto.randomUUID()}`;
    const outcome = await room.job(`/run sh -c 'exec -a ${mark} sleep 600' & exec sleep 600 # ${mark}`, {
      executionBudgetMs: 1_000,
    });
    expect(outcome.result).toMatchObject({ code: "execution_timeout", detail: { step: "lane", budgetMs: 1_000 } });
    expect(await processesWith(mark)).toEqual([]);
    await expectNothingLeft(outcome);
  });

  test("are ended by a cancel", async () => {
    room = await workerRoom();
    const stop = new AbortController();
    const mark = `pushpals-cancel-${crypto.randomUUID()}`;
    const running = room.job(`/run echo started; exec sleep 600 # ${mark}`, { stop });
    while (!room.logged.some((line) => line.includes("started") && line.startsWith("stdout"))) await Bun.sleep(5);
    stop.abort();
    const outcome = await running;
    expect(outcome.result).toMatchObject({ code: "cancelled" });
    expect(await processesWith(mark)).toEqual([]);
    await expectNothingLeft(outcome);
  });

  test("are refused where there is no sandbox; everything else works without one", async () => {
    room = await workerRoom();
    const setup = { sandbox: { ok: false, message: "install bubblewrap" } } as const;
    const refused = await room.job(`${write("a", "a")}/run true\n`, { setup });
    expect(refused.result).toMatchObject({ code: "sandbox_unavailable", message: "install bubblewrap" });
    expect(codeOf(await room.job(write("a", "a"), { setup }))).toBe("settled");
    const unproven = await room.job(write("a", "a"), { setup, validationSteps: ["true"] });
    expect(codeOf(unproven)).toBe("sandbox_unavailable");
    await expectNothingLeft(unproven);
  });

  test("run in the process sandbox where it works, and git after them too", async () => {
    room = await workerRoom({ tier: "auto" });
    if (!room.setup.sandbox.ok) return;
    const escaped = join(room.root, "escaped");
    const tricks = `git config core.fsmonitor 'touch ${escaped}'; git config filter.x.clean 'touch ${escaped}; cat'; echo '* filter=x' > .gitattributes`;
    const outcome = await room.job(
      `/run ${tricks}; git commit -q --allow-empty -m mine; echo x > x; touch ${escaped} || true`,
      {
        validationSteps: ["test -f x"],
      },
    );
    expect(outcome.result).toBe("settled");
    const sha = outcome.completion?.commitSha ?? "";
    expect(await contentIn(room, sha, "x")).toBe("x\n");
    expect(await parentOf(sha)).toBe((await room.mirror.resolve("refs/heads/main_agents")) ?? "");
    expect(await Bun.file(escaped).exists()).toBe(false);
  });
});

describe("validation", () => {
  test("proves the committed tree, and cannot change the commit", async () => {
    room = await workerRoom();
    const outcome = await room.job(write("a", "a"), {
      validationSteps: ["echo evil > a; echo evil > b; git commit -qam evil --author 'x <x>' || true", "test -f b"],
    });
    expect(outcome.result).toBe("settled");
    const { commitSha = "", treeSha } = outcome.completion ?? {};
    expect(await filesIn(room, commitSha)).toEqual({ a: "100644" });
    expect(await contentIn(room, commitSha, "a")).toBe("a\n");
    const evidence = outcome.completion?.input["evidence"] as { validation: { treeSha: string; exitCode: number }[] };
    expect(evidence.validation.map((receipt) => receipt.treeSha)).toEqual([treeSha, treeSha] as string[]);
    expect(await room.mirror.treeOf(commitSha)).toBe(treeSha ?? "");
  });

  test("that is red ends the job, and nothing of it stays", async () => {
    room = await workerRoom();
    const outcome = await room.job(write("a", "a"), {
      validationSteps: ["echo 2 tests failed; exit 4", "touch never"],
    });
    expect(outcome.result).toMatchObject({
      code: "validation_failed",
      detail: { exitCode: 4, outputTail: "2 tests failed\n" },
    });
    await expectNothingLeft(outcome);
  });
});

describe("the commit and its hand-over", () => {
  test("name the person, the request and the worker, with the evidence", async () => {
    room = await workerRoom();
    const { completion, jobId } = await room.job(write("a", "a"), { validationSteps: ["true"] });
    expect(completion?.message).toContain("Co-authored-by: Pat Person <pat@example.org>");
    expect(completion?.message).toContain(`PushPals-Job: ${jobId}`);
    expect(completion?.input).toMatchObject({
      jobId,
      branch: `agent/w1/${jobId}`,
      prTitle: "Write a",
      idempotencyKey: `job:${jobId}`,
      job: { id: jobId, leaseToken: "lease" },
      evidence: { diff: { fileCount: 1, additions: 1 }, truncated: false },
    });
  });

  test("push the branch, also again after an attempt that died", async () => {
    room = await workerRoom({ remote: true });
    const jobId = crypto.randomUUID();
    const first = await room.job(write("a", "1"), { jobId });
    const again = await room.job(write("a", "2"), { jobId });
    const other = await room.job(write("a", "3"), { jobId, setup: { workerId: "w2" } });
    for (const outcome of [first, again, other]) expect(outcome.result).toBe("settled");
    const heads = await gitAsPerson(join(room.root, "remote.git"), [
      "for-each-ref",
      "--format=%(objectname)",
      "refs/heads/agent",
    ]);
    expect(heads.split("\n")).toEqual([again.completion?.commitSha ?? "", other.completion?.commitSha ?? ""]);
    expect(await room.mirror.resolve(`refs/pushpals/jobs/${jobId}`)).toBe(other.completion?.commitSha ?? "");
  });

  test("a remote that is away is tried again by the next attempt", async () => {
    room = await workerRoom({ remote: true });
    await gitAsPerson(room.root, ["init", "-q", "--bare", "elsewhere.git"]);
    await rename(join(room.root, "remote.git"), join(room.root, "away.git"));
    const outcome = await room.job(write("a", "a"));
    expect(codeOf(outcome)).toBe("publish_failed");
    expect(outcome.completion).toBeNull();
  });

  test("a hub that is away is told again; a claim that is lost is nobody's failure", async () => {
    room = await workerRoom();
    room.refusals.push(refuse("unreachable", "away"), refuse("store_unavailable", "busy"));
    expect((await room.job(write("a", "a"))).result).toBe("settled");
    expect(room.sent).toHaveLength(3);
    room.refusals.push(refuse("lease_lost", "somebody else has it"));
    expect((await room.job(write("a", "a"))).result).toBe("settled");
    room.refusals.push(refuse("bad_request", "no"));
    expect(codeOf(await room.job(write("a", "a")))).toBe("internal");
  });
});

test("the openhands lane says what to configure, and a warm-up proves the worker", async () => {
  room = await workerRoom();
  expect((await room.job("do it", { lane: "openhands" })).result).toMatchObject({ code: "lane_unavailable" });
  const warm = await room.job("warm", { kind: "warmup.execute" });
  expect(warm.result).toBe("settled");
  expect(room.sent).toMatchObject([{ route: "complete" }]);
  expect(await readdir(room.setup.worktrees)).toEqual([]);
});

const parentOf = (sha: string): Promise<string> => gitAsPerson(room.mirror.dir, ["rev-parse", `${sha}^`]);

/** Processes whose command line has a text in it. */
async function processesWith(text: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  const lines = await Promise.all(
    pids.map((pid) =>
      Bun.file(`/proc/${pid}/cmdline`)
        .text()
        .catch(() => ""),
    ),
  );
  return lines.filter((line) => line.includes(text));
}
