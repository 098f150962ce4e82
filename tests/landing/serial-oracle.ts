import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { personEnv, runGit } from "../support/repository";

/** What becomes of one commit when it is picked. */
export type Outcome = "landed" | "conflict" | "there already";

export interface Oracle {
  /** The checkout, at what has come out. */
  dir: string;
  outcomes: Outcome[];
  remove(): void;
}

/** Picks commits one after the other with git's own cherry-pick, in a checkout, as a person would. */
export function pickOneByOne(source: string, base: string, order: readonly string[]): Oracle {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-oracle-"));
  runGit(dir, ["clone", "-q", "--no-local", source, "."]);
  runGit(dir, ["checkout", "-q", "--detach", base]);
  return {
    dir,
    outcomes: order.map((sha) => pickOne(dir, sha)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function pickOne(dir: string, sha: string): Outcome {
  const parents = runGit(dir, ["rev-list", "--parents", "-n", "1", sha]).split(" ").length - 1;
  const args = ["cherry-pick", ...(parents > 1 ? ["-m", "1"] : []), sha];
  const picked = Bun.spawnSync(["git", ...args], { cwd: dir, env: personEnv(), stdout: "pipe", stderr: "pipe" });
  if (picked.exitCode === 0) return "landed";
  const said = picked.stderr.toString() + picked.stdout.toString();
  const isConflict = said.includes("CONFLICT");
  if (!isConflict && !said.includes("is now empty")) throw new Error(`${args.join(" ")}: ${said}`);
  runGit(dir, ["cherry-pick", isConflict ? "--abort" : "--skip"]);
  return isConflict ? "conflict" : "there already";
}
