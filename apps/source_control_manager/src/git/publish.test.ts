import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benches } from "../testing/benches";
import { contentOf, failure, land, one, waitedLongEnough } from "../testing/deliver";
import { fingerprint } from "../testing/repositories";

const { bench } = benches();

describe("the remote", () => {
  test("moved between apply and push: rebuilt on the new head at once, both changes are there", async () => {
    const b = await bench();
    const base = b.head();
    const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }));
    let pushes = 0;
    b.desk.onStep = (point) => {
      if (point === "before approved" && pushes++ === 0) b.repositories.pushAsOther("main_agents", { "o.txt": "o\n" });
    };
    const { landed } = await land(b, "j", sha, base);
    expect(pushes).toBe(2);
    expect(landed).toMatchObject({ alreadyLanded: false, commitSha: b.head() });
    expect(landed.baseSha).not.toBe(base);
    expect(contentOf(b, "o.txt")).toBe("o");
  });

  test("moved again and again: gives way unharmed after bounded tries", async () => {
    const b = await bench();
    const sha = b.repositories.job("j", b.head(), one({ "b.txt": "b\n" }));
    let others = 0;
    b.desk.onStep = (point) => {
      if (point === "before approved") b.repositories.pushAsOther("main_agents", { "o.txt": `${others++}\n` });
    };
    expect(await b.deliver(b.completion("j", sha))).toBe("settled");
    expect(others).toBe(6);
    expect(b.landed.size).toBe(0);
    expect(b.released).toHaveLength(1);
  });

  test("somebody pushed on top before the proof: landed, by ancestry", async () => {
    const b = await bench();
    const sha = b.repositories.job("j", b.head(), one({ "b.txt": "b\n" }));
    let top = "";
    b.desk.onStep = (point) => {
      if (point === "before pushing") top = b.repositories.pushAsOther("main_agents", { "o.txt": "o\n" });
    };
    const { landed } = await land(b, "j", sha);
    expect(b.head()).toBe(top);
    expect(b.repositories.git(b.repositories.remote, "rev-parse", "main_agents^")).toBe(landed.commitSha);
    expect(await b.desk.mirror.resolve("refs/heads/main_agents")).toBe(top);
  });

  test("a hook there that refuses: not landed, in the words of the remote", async () => {
    const b = await bench();
    const hook = join(b.repositories.remote, "hooks", "pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho 'use a ticket number; non-fast-forward is not it' >&2\nexit 1\n");
    chmodSync(hook, 0o755);
    const failed = await failure(b, "j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    expect(failed.code).toBe("publish_failed");
    expect(failed.message).toContain("pre-receive hook declined");
    expect(failed.message).toContain("use a ticket number");
  });

  test("a hook there that takes the push and moves nothing: not landed", async () => {
    const b = await bench();
    const hook = join(b.repositories.remote, "hooks", "post-receive");
    writeFileSync(hook, `#!/bin/sh\nwhile read old new ref; do git update-ref "$ref" "$old"; done\n`);
    chmodSync(hook, 0o755);
    const failed = await failure(b, "j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    expect(failed.code).toBe("publish_failed");
    expect(failed.message).toContain("unchanged");
  });

  test("unreachable: the item goes back unharmed, the person hears of it once, and it lands when the remote is back", async () => {
    const b = await bench();
    const { remote } = b.repositories;
    const completion = b.completion("j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    renameSync(remote, `${remote}.away`);
    for (let attempt = 1; attempt <= 4; attempt += 1) expect(await b.deliver(completion, 1)).toBe("settled");
    expect(b.released).toHaveLength(4);
    expect(b.released.every((release) => (release.afterMs ?? 0) > 0)).toBe(true);
    expect(b.notes).toHaveLength(1);
    renameSync(`${remote}.away`, remote);
    waitedLongEnough(b);
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.get(completion.completionId)?.alreadyLanded).toBe(false);
  });

  test("lost after the push was sent: unknown, never success, and found by the next delivery", async () => {
    const b = await bench();
    const { remote } = b.repositories;
    const completion = b.completion("j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    b.desk.onStep = (point) => {
      if (point === "after approved") renameSync(remote, `${remote}.away`);
    };
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.size).toBe(0);
    expect(b.released[0]?.reason).toContain("could not be asked");
    renameSync(`${remote}.away`, remote);
    b.desk.onStep = undefined;
    waitedLongEnough(b);
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.get(completion.completionId)).toMatchObject({ alreadyLanded: true, commitSha: b.head() });
  });

  test("its branch is locked: the item goes back unharmed", async () => {
    const b = await bench();
    const lock = join(b.repositories.remote, "refs", "heads", "main_agents.lock");
    writeFileSync(lock, "");
    const completion = b.completion("j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.released).toHaveLength(1);
    rmSync(lock);
    waitedLongEnough(b);
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.has(completion.completionId)).toBe(true);
  });

  test("the mirror's branch is locked: settled only once the mirror has followed; a stale lock is removed", async () => {
    const b = await bench();
    const lock = join(b.repositories.mirror.dir, "refs", "heads", "main_agents.lock");
    writeFileSync(lock, "");
    const completion = b.completion("j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.size).toBe(0);
    utimesSync(lock, new Date(0), new Date(0));
    waitedLongEnough(b);
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.get(completion.completionId)).toMatchObject({ alreadyLanded: true, commitSha: b.head() });
    expect(await b.desk.mirror.resolve("refs/heads/main_agents")).toBe(b.head());
    expect(existsSync(lock)).toBe(false);
  });

  test("the integration branch was deleted there: made again from the base branch", async () => {
    const b = await bench();
    const sha = b.repositories.job("j", b.head(), one({ "b.txt": "b\n" }));
    b.repositories.git(b.repositories.remote, "update-ref", "-d", "refs/heads/main_agents");
    await land(b, "j", sha, b.repositories.git(b.repositories.remote, "rev-parse", "main"));
    expect(contentOf(b, "b.txt")).toBe("b");
  });
});

describe("local mode", () => {
  test("lands in the user's repository and touches nothing else of it", async () => {
    const b = await bench(undefined, { remote: false });
    const { user } = b.repositories;
    writeFileSync(join(user, "unsaved.txt"), "by the person\n");
    const leaveOut = (path: string) => path.startsWith(".git/objects/") || path.endsWith("/refs/heads/main_agents");
    const before = fingerprint(user, leaveOut);
    const { landed } = await land(b, "j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    expect(landed.remote).toBeNull();
    expect(b.repositories.git(user, "show", "main_agents:b.txt")).toBe("b");
    expect(fingerprint(user, leaveOut)).toEqual(before);
  });

  test("waits, and says why, while a person has the branch checked out", async () => {
    const b = await bench(undefined, { remote: false });
    const { user, git } = b.repositories;
    const completion = b.completion("j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    git(user, "checkout", "--quiet", "main_agents");
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.size).toBe(0);
    expect(b.notes[0]).toContain("checked out");
    expect(git(user, "status", "--porcelain")).toBe("");
    git(user, "checkout", "--quiet", "main");
    waitedLongEnough(b);
    expect(await b.deliver(completion)).toBe("settled");
    expect(b.landed.has(completion.completionId)).toBe(true);
  });
});

test("with a remote, the user's checkout stays byte for byte as it was", async () => {
  const b = await bench();
  const { user } = b.repositories;
  writeFileSync(join(user, "a.txt"), "edited by the person\n");
  const before = fingerprint(user);
  await land(b, "j", b.repositories.job("j", b.head(), one({ "a.txt": "one\n2\nthree\n" })));
  expect(fingerprint(user)).toEqual(before);
  expect(readFileSync(join(user, "a.txt"), "utf8")).toBe("edited by the person\n");
});
