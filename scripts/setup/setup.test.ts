import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bunVersionProblem, pinnedBunVersion } from "./bun-version";
import { holdFile } from "./file-lock";
import { installWhatIsMissing } from "./install";

const PROJECT = resolve(import.meta.dir, "../..");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pushpals-setup-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the version of Bun", () => {
  test("the pinned one and newer ones of its major version will do", () => {
    const pinned = pinnedBunVersion(PROJECT);
    expect(bunVersionProblem(PROJECT, "start", pinned)).toBeNull();
    expect(bunVersionProblem(PROJECT, "start", "1.99.0")).toBeNull();
  });

  test("another one is told with the command that works at once", () => {
    for (const found of ["1.1.0", "2.0.0"])
      expect(bunVersionProblem(PROJECT, "demo", found)).toContain(
        `npx --yes bun@${pinnedBunVersion(PROJECT)} run demo`,
      );
  });
});

describe("a held file", () => {
  const holder = (path: string) =>
    Bun.spawn(
      [
        process.execPath,
        "-e",
        `const { holdFile } = await import(${JSON.stringify(join(import.meta.dir, "file-lock.ts"))});
         holdFile(${JSON.stringify(path)}, 0); Bun.gc(true); console.log("held"); setInterval(() => {}, 1000);`,
      ],
      { stdout: "pipe", stderr: "inherit" },
    );

  test("belongs to one process, until it is killed", async () => {
    const path = join(root, "lock");
    const other = holder(path);
    try {
      const { value } = await other.stdout.getReader().read();
      expect(new TextDecoder().decode(value).trim()).toBe("held");
      expect(holdFile(path, 0)).toBeNull();
    } finally {
      other.kill("SIGKILL");
      await other.exited;
    }
    const lock = holdFile(path, 0);
    expect(lock).not.toBeNull();
    lock?.release();
  });
});

describe("what is missing", () => {
  /** A workspace without dependencies, which Bun installs without a registry. */
  function workspace(): void {
    mkdirSync(join(root, "apps/one"), { recursive: true });
    mkdirSync(join(root, "packages"), { recursive: true });
    writeFileSync(join(root, "package.json"), JSON.stringify({ name: "root", workspaces: ["apps/*", "packages/*"] }));
    writeFileSync(join(root, "apps/one/package.json"), JSON.stringify({ name: "one", version: "1.0.0" }));
    const made = Bun.spawnSync([process.execPath, "install", "--lockfile-only"], { cwd: root });
    if (made.exitCode !== 0) throw new Error(made.stderr.toString());
  }

  test("is installed once, and again when a package.json has changed", () => {
    workspace();
    const said: string[] = [];
    const install = () => installWhatIsMissing(root, (line) => said.push(line)).state;
    expect([install(), install()]).toEqual(["installed", "current"]);
    expect(said).toHaveLength(1);
    writeFileSync(
      join(root, "apps/one/package.json"),
      JSON.stringify({ name: "one", version: "1.0.0", private: true }),
    );
    expect([install(), install()]).toEqual(["installed", "current"]);
  });

  test("is told when it cannot be installed, and tried again the next time", () => {
    workspace();
    writeFileSync(join(root, "bun.lock"), "{ not a lockfile");
    const result = installWhatIsMissing(root, () => undefined);
    expect(result.state).toBe("failed");
    expect(result.state === "failed" && result.output).toContain("lockfile");
    expect(existsSync(join(root, "node_modules/.pushpals/installed"))).toBe(false);
  });

  test("is installed by one of two that start at once", async () => {
    workspace();
    const script = `const { installWhatIsMissing } = await import(${JSON.stringify(join(import.meta.dir, "install.ts"))});
      console.log(JSON.stringify(installWhatIsMissing(${JSON.stringify(root)}, (line) => console.error(line))));`;
    const runs = [1, 2].map(() => Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "pipe" }));
    const outputs = await Promise.all(runs.map((run) => Promise.all([run.stdout.text(), run.stderr.text()])));
    const said = outputs.filter(([, errors]) => errors.includes("Installing")).length;
    expect(said).toBe(1);
    for (const [output] of outputs) expect(output).toMatch(/"installed"|"current"/);
  });
});
