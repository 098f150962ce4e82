import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openMirror } from "@pushpals/shared/git";
import { completionsOf, landAll, landedSubjects } from "../../apps/source_control_manager/src/testing/land-all";
import { type Bench, setUpBench } from "../../apps/source_control_manager/src/testing/landing-bench";
import { makeRepositories, type Repositories } from "../../apps/source_control_manager/src/testing/repositories";
import { type Fault, type FaultyRemote, startFaultyRemote } from "../support/faulty-remote";

setDefaultTimeout(120_000);

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A bench whose remote is reached over the line; a line that is silent is given up after a second. */
async function benchOver(batch_size: number): Promise<{ b: Bench; remote: FaultyRemote }> {
  const repositories = await makeRepositories();
  cleanUps.push(() => repositories.remove());
  const { git, user, root, dataDir } = repositories;
  git(repositories.remote, "config", "http.receivepack", "true");
  const remote = await startFaultyRemote(root);
  cleanUps.push(() => remote.stop());
  git(user, "remote", "set-url", "origin", remote.url);
  git(user, "config", "http.lowSpeedTime", "1");
  const opened = await openMirror({ dataDir, repositoryPath: user, remoteName: "origin" });
  if (!opened.ok) throw new Error(opened.message);
  const b = await setUpBench(repositories, { section: { batch_size }, mirror: opened.mirror });
  remote.pushes = 0;
  return { b, remote };
}

/** As the server does: what was given back is delivered again, once the back-off has passed. */
async function deliverAgain(b: Bench, completions: ReturnType<typeof completionsOf>) {
  if (b.desk.outage.paused) b.desk.outage.paused.untilMs = 0;
  const open = completions.filter(({ completionId }) => !b.landed.has(completionId));
  return await landAll(b, open);
}

const FILES = [{ "a1.txt": "1\n" }, { "a2.txt": "2\n" }, { "a3.txt": "3\n" }];
const SUBJECTS = ["c1", "c2", "c3"];
/** Whether the first push is on the remote although it failed here. */
const ARRIVES: Readonly<Record<Exclude<Fault, "none">, boolean>> = {
  drops: true,
  cuts: false,
  hangs: true,
  refuses: false,
};

for (const batch_size of [1, 4])
  describe(`batch_size ${batch_size}, a remote that`, () => {
    for (const [fault, arrives] of Object.entries(ARRIVES) as [Exclude<Fault, "none">, boolean][])
      test(`${fault}: nothing is called landed that is not, nobody's work fails, and all of it lands once`, async () => {
        const { b, remote } = await benchOver(batch_size);
        const base = b.head();
        const completions = completionsOf(b, FILES);
        remote.fault = fault;
        const first = await landAll(b, completions);
        expect(first).toEqual(completions.map(() => "settled"));
        const there = landedSubjects(b, base);
        expect(there.length > 0).toBe(arrives);
        for (const [id, landed] of b.landed) {
          expect(completions.map(({ completionId }) => completionId)).toContain(id);
          b.repositories.git(b.repositories.remote, "merge-base", "--is-ancestor", landed.commitSha, "main_agents");
        }
        if (fault === "drops") expect(b.landed.size).toBe(3);
        else expect(b.released.length).toBeGreaterThan(0);
        if (fault === "hangs") expect(b.landed.size).toBe(0);
        remote.fault = "none";
        expect(await deliverAgain(b, completions)).not.toContainEqual(
          expect.objectContaining({ code: expect.any(String) }),
        );
        expect(b.landed.size).toBe(3);
        expect(landedSubjects(b, base)).toEqual(SUBJECTS);
        expect(b.desk.intents.open()).toEqual([]);
      });

    test.skipIf(!canMount())("is full: the item waits, and lands once there is room", async () => {
      const { b } = await benchOnTinyDisk(batch_size);
      const base = b.head();
      const completions = completionsOf(b, FILES);
      const fill = join(b.repositories.remote, "fill");
      Bun.spawnSync(["dd", "if=/dev/zero", `of=${fill}`, "bs=4096"]);
      expect(await landAll(b, completions)).toEqual(completions.map(() => "settled"));
      expect(landedSubjects(b, base)).toEqual([]);
      expect(b.landed.size).toBe(0);
      expect(b.notes.join()).toContain("no room");
      rmSync(fill);
      await deliverAgain(b, completions);
      expect(landedSubjects(b, base)).toEqual(SUBJECTS);
      expect(b.landed.size).toBe(3);
    });
  });

/** The remote lies on a disk of its own, of one mebibyte. */
async function benchOnTinyDisk(batch_size: number): Promise<{ b: Bench }> {
  const repositories = await makeRepositories();
  cleanUps.push(() => repositories.remove());
  moveToTinyDisk(repositories);
  return { b: await setUpBench(repositories, { section: { batch_size } }) };
}

function moveToTinyDisk({ remote, root, git, user }: Repositories): void {
  const disk = join(root, "disk");
  mkdirSync(disk);
  if (Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).exitCode !== 0) throw new Error("mount");
  cleanUps.push(() => Bun.spawnSync(["umount", disk]));
  rmSync(join(remote, "hooks"), { recursive: true, force: true });
  cpSync(remote, join(disk, "remote.git"), { recursive: true });
  rmSync(remote, { recursive: true });
  symlinkSync(join(disk, "remote.git"), remote);
  git(user, "ls-remote", "--quiet", "origin");
}

/** Needs the right to mount a file system. */
function canMount(): boolean {
  return (
    process.platform === "linux" && process.getuid?.() === 0 && Bun.spawnSync(["unshare", "-m", "true"]).exitCode === 0
  );
}
