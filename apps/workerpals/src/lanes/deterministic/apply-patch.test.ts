import { afterEach, describe, expect, test } from "bun:test";
import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { renderOperation } from "@pushpals/protocol";
import { type WorkerRoom, workerRoom } from "../../testing/worker-room";

let room: WorkerRoom;
afterEach(() => room.remove());

/** Small, seeded and good enough to make odd trees that can be made again (Lehmer, modulus 2^31 - 1). */
function random(seed: number) {
  let state = (seed * 48_271) % 2_147_483_647 || 1;
  const below = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  return { below, pick: <T>(items: readonly T[]): T => items[below(items.length)] as T };
}

const NAMES = [
  "a",
  "b c",
  "ä/ö",
  "dir/x",
  "dir/y z",
  "deep/er/f",
  'quo"te',
  "tab\tname",
  "back`tick",
  "--dash",
  "-x",
  "new\nline",
];
const LINES = [
  "one\n",
  "two\r\n",
  "trailing  \n",
  "```\n",
  "````\n",
  "~~~\n",
  "-- a\n",
  "++ b\n",
  "@@ -1 +1 @@\n",
  "\n",
  "ü\n",
  "/run x\n",
];

type Entry = { content: Buffer; mode: 0o644 | 0o755 } | { link: string };

function entryOf({ below, pick }: ReturnType<typeof random>): Entry {
  const kind = below(8);
  if (kind === 0) return { link: pick(["a", "dir/x", "nowhere"]) };
  const mode = pick([0o644, 0o755] as const);
  if (kind === 1) return { content: Buffer.alloc(0), mode };
  if (kind === 2) return { content: Buffer.from([0, ...Array.from({ length: 200 }, () => below(256))]), mode };
  const text = Array.from({ length: 1 + below(40) }, () => pick(LINES)).join("");
  return { content: Buffer.from(kind === 3 ? text.replace(/\r?\n$/, "") : text), mode };
}

/** A tree, and another that was made from it: changed, renamed, deleted, added, with other modes and types. */
function twoTrees(seed: number): [Map<string, Entry>, Map<string, Entry>] {
  const chance = random(seed);
  const before = new Map<string, Entry>();
  for (const name of NAMES) if (chance.below(3) > 0) before.set(name, entryOf(chance));
  const after = new Map<string, Entry>();
  for (const [name, entry] of before) {
    const what = chance.below(6);
    if (what === 0) continue;
    if (what === 1) after.set(name, entryOf(chance));
    else if (what === 2) after.set(`moved/${name}`, entry);
    else if (what === 3 && "content" in entry)
      after.set(name, { content: Buffer.concat([entry.content, Buffer.from(chance.pick(LINES))]), mode: entry.mode });
    else if (what === 4 && "content" in entry)
      after.set(name, { ...entry, mode: entry.mode === 0o644 ? 0o755 : 0o644 });
    else after.set(name, entry);
  }
  after.set("always", { content: Buffer.from(String(seed)), mode: 0o644 });
  return [before, after];
}

async function commitTree(tree: Map<string, Entry>): Promise<string> {
  await room.git("rm", "-r", "-q", "-f", "--ignore-unmatch", ".");
  for (const [name, entry] of tree) {
    const path = join(room.checkout, name);
    await mkdir(dirname(path), { recursive: true });
    if ("link" in entry) await symlink(entry.link, path);
    else {
      await writeFile(path, entry.content);
      await chmod(path, entry.mode);
    }
  }
  await room.git("add", "-A", "-f");
  await room.git("commit", "-q", "--allow-empty", "-m", "tree");
  return room.git("rev-parse", "HEAD");
}

describe("a patch of git", () => {
  test("makes exactly the tree that it was made from: 30 random histories", async () => {
    room = await workerRoom();
    for (let seed = 1; seed <= 30; seed += 1) {
      const [before, after] = twoTrees(seed);
      const base = await commitTree(before);
      await room.land();
      const goal = await commitTree(after);
      const file = join(room.root, "patch");
      await room.git("diff", "--binary", "--full-index", "-M", `--output=${file}`, base, goal);
      const diff = await readFile(file, "utf8");
      expect(Buffer.from(diff).equals(await readFile(file))).toBe(true);
      const outcome = await room.job(renderOperation({ kind: "patch", diff }));
      expect([seed, outcome.result]).toEqual([seed, "settled"]);
      expect([seed, outcome.completion?.treeSha]).toEqual([seed, await room.git("rev-parse", `${goal}^{tree}`)]);
    }
  }, 120_000);

  test("that does not fit fails with its files and git's words; one that fits another version is merged in", async () => {
    room = await workerRoom();
    const lines = (first: string, last: string) =>
      Buffer.from([first, "2", "3", "4", "5", "6", "7", "8", last, ""].join("\n"));
    const tree = (first: string, last: string) =>
      new Map<string, Entry>([["f", { content: lines(first, last), mode: 0o644 }]]);
    const base = await commitTree(tree("1", "9"));
    const first = await commitTree(tree("one", "9"));
    const patch = async (from: string, to: string) =>
      renderOperation({ kind: "patch", diff: `${await room.git("diff", "--full-index", "-U9", from, to)}\n` });
    const last = await patch(base, first);
    await commitTree(tree("1", "nine"));
    await room.land();
    const merged = await room.job(last);
    expect(merged.result).toBe("settled");
    await commitTree(tree("eins", "nine"));
    await room.land();
    const refused = await room.job(last);
    expect(refused.result).toMatchObject({ code: "patch_does_not_apply", detail: { files: ["f"] } });
    await commitTree(tree("one", "nine"));
    await room.land();
    expect((await room.job(last)).result).toMatchObject({ code: "nothing_changed" });
    await rm(join(room.checkout, "f"));
    await room.git("commit", "-q", "-a", "-m", "gone");
    await room.land();
    expect((await room.job(last)).result).toMatchObject({ code: "patch_does_not_apply", detail: { files: ["f"] } });
  });

  test("that makes a link and writes through it is refused", async () => {
    room = await workerRoom();
    const diff = [
      "diff --git a/l b/l",
      "new file mode 120000",
      "--- /dev/null",
      "+++ b/l",
      "@@ -0,0 +1 @@",
      `+${room.root}`,
      "\\ No newline at end of file",
      "diff --git a/l/evil b/l/evil",
      "new file mode 100644",
      "--- /dev/null",
      "+++ b/l/evil",
      "@@ -0,0 +1 @@",
      "+evil",
      "",
    ].join("\n");
    expect((await room.job(renderOperation({ kind: "patch", diff }))).result).toMatchObject({
      code: "patch_does_not_apply",
    });
    expect(await Bun.file(join(room.root, "evil")).exists()).toBe(false);
  });
});
