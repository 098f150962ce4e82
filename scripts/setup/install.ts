import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { holdFile } from "./file-lock";

/** The longest install that another process may be at. */
const LOCK_WAIT_MS = 15 * 60_000;

/** `installed`: modules are new, so this process, whose resolver has seen the old state, must not import any. */
export type InstallResult = { state: "current" } | { state: "installed" } | { state: "failed"; output: string };

/**
 * Makes node_modules fit bun.lock. A stamp inside node_modules says for which lockfile it was made, so a run with
 * nothing to do costs a few file reads. Two at once take turns.
 */
export function installWhatIsMissing(root: string, say: (line: string) => void): InstallResult {
  const wanted = fingerprint(root);
  const stamp = join(root, "node_modules", ".pushpals", "installed");
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isCurrent()) return { state: "current" };

  mkdirSync(join(root, "node_modules", ".pushpals"), { recursive: true });
  const lock = holdFile(join(root, "node_modules", ".pushpals", "lock"), LOCK_WAIT_MS);
  if (!lock) return { state: "failed", output: "Another process has been installing for too long." };
  try {
    if (isCurrent()) return { state: "installed" };
    say("Installing dependencies (only when they changed) …");
    const install = Bun.spawnSync([process.execPath, "install", "--frozen-lockfile"], { cwd: root, stdin: "ignore" });
    if (install.exitCode !== 0) return { state: "failed", output: `${install.stdout}${install.stderr}`.trim() };
    writeFileSync(stamp, wanted);
    return { state: "installed" };
  } finally {
    lock.release();
  }
}

/** SHA-256 of the lockfile and of every package.json of the workspace. */
function fingerprint(root: string): string {
  const manifests = ["apps", "packages"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name, "package.json")),
  );
  const hash = new Bun.CryptoHasher("sha256");
  for (const path of ["bun.lock", "package.json", ...manifests.sort()]) {
    if (!existsSync(join(root, path))) continue;
    hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}
