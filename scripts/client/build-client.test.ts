import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { readClientBuild } from "@pushpals/shared/client-build";
import { type BuildOptions, buildClient, isBuilt } from "./build-client";
import { replaceBuild } from "./replace-build";

let root: string;
let folder: string;
let told: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pushpals-build-"));
  folder = join(root, "outputs/client");
  told = [];
  put("apps/client/package.json", "{}");
  put("apps/client/src/app/index.tsx", "one");
  put("apps/client/src/app/index.test.tsx", "test");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

/** Stands in for Expo: the source becomes the page, and a count of runs is kept. */
const EXPORTER = `
  const [out] = process.argv.slice(1);
  await Bun.write("../../runs", (await Bun.file("../../runs").text().catch(() => "")) + "x");
  if (process.env.EXPO_PUBLIC_PUSHPALS_URL) process.exit(9);
  await Bun.write(out + "/index.html", await Bun.file("src/app/index.tsx").text() + " ".repeat(2000));
  console.log("exported", process.env.EXPO_OFFLINE, process.env.NODE_ENV);
`;
const exporter = (code = EXPORTER): readonly [string, ...string[]] => [process.execPath, "-e", code, "--"];
const build = (more: Partial<BuildOptions> = {}) =>
  buildClient({
    folder,
    root,
    say: (line) => void told.push(line),
    signal: new AbortController().signal,
    exporter: exporter(),
    ...more,
  });
const runs = (): number => readFileSync(join(root, "runs"), "utf8").length;

describe("building the client", () => {
  test("happens once for the same sources, and again when they have changed", async () => {
    expect(await build()).toEqual({ ok: true, built: true });
    expect(read("index.html")).toStartWith("one");
    expect(gunzipSync(readFileSync(join(folder, "index.html.gz"))).toString()).toBe(read("index.html"));
    expect(brotliDecompressSync(readFileSync(join(folder, "index.html.br"))).toString()).toBe(read("index.html"));
    expect(await build()).toEqual({ ok: true, built: false });
    put("apps/client/src/app/index.test.tsx", "another test");
    expect(await isBuilt(folder, root)).toBeTrue();
    put("apps/client/src/app/index.tsx", "two");
    expect(await isBuilt(folder, root)).toBeFalse();
    expect(await build()).toEqual({ ok: true, built: true });
    expect([read("index.html").trim(), runs()]).toEqual(["two", 2]);
  });

  test("by several at once is done by one", async () => {
    const results = await Promise.all([build(), build(), build()]);
    expect(results.map((result) => result.ok && result.built).sort()).toEqual([false, false, true]);
    expect(runs()).toBe(1);
  });

  test("that fails says why, keeps the build before it, and is tried again", async () => {
    await build();
    put("apps/client/src/app/index.tsx", "two");
    const failed = await build({ exporter: exporter('console.error("Metro is unwell"); process.exit(3)') });
    expect(failed).toEqual({ ok: false, message: "The export ended with exit code 3." });
    expect(told).toContain("Metro is unwell");
    expect(await readClientBuild(folder)).toEqual({ state: "failed", message: "The export ended with exit code 3." });
    expect(read("index.html")).toStartWith("one");
    const empty = await build({ exporter: exporter("0") });
    expect(empty).toMatchObject({ ok: false, message: expect.stringContaining("no index.html") });
    const missing = await build({ exporter: ["/nowhere/expo"] });
    expect(missing).toMatchObject({ ok: false, message: expect.stringContaining("could not be started") });
    expect(await build()).toEqual({ ok: true, built: true });
    expect([read("index.html").trim(), await readClientBuild(folder)]).toEqual(["two", null]);
  });

  test("ends with the start, and leaves nothing half done", async () => {
    const stop = new AbortController();
    const building = build({
      exporter: exporter('console.log("begun"); await Bun.sleep(60_000)'),
      signal: stop.signal,
      say: (line) => void told.push(line),
    });
    while ((await readClientBuild(folder))?.state !== "building") await Bun.sleep(5);
    stop.abort();
    expect(await building).toMatchObject({ ok: false });
    expect([existsSync(folder), await readClientBuild(folder)]).toEqual([false, null]);
  });

  test("says so where there is no client to build", async () => {
    rmSync(join(root, "apps"), { recursive: true });
    expect(await build()).toEqual({ ok: false, message: "This checkout has no apps/client." });
  });
});

test("a new build keeps what open pages of the last week still load, and nothing older", async () => {
  put("outputs/client/index.html", "old");
  put("outputs/client/_expo/static/js/young.js", "young");
  put("outputs/client/_expo/static/js/ancient.js", "ancient");
  put("outputs/client/_expo/static/js/same.js", "old");
  const now = Date.now();
  utimesSync(join(folder, "_expo/static/js/ancient.js"), now / 1000, now / 1000 - 8 * 86_400);
  put("outputs/client.new/index.html", "new");
  put("outputs/client.new/_expo/static/js/same.js", "new");
  await replaceBuild(folder, `${folder}.new`, now);
  expect([read("index.html"), read("_expo/static/js/young.js"), read("_expo/static/js/same.js")]).toEqual([
    "new",
    "young",
    "new",
  ]);
  expect(existsSync(join(folder, "_expo/static/js/ancient.js"))).toBeFalse();
  expect([existsSync(`${folder}.new`), existsSync(`${folder}.old`)]).toEqual([false, false]);
});
