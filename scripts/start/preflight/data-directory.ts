import { mkdirSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { UserRepository } from "@pushpals/shared/git";
import { z } from "zod";
import { holdFile } from "../../setup/file-lock";
import type { Problem } from "./problem";

/** Written once, when a data directory is first used for a repository. */
export const OWNER_FILE = "repository.json";
const owner = z.object({ gitDir: z.string(), path: z.string() });

const LOCK_FILE = "start.lock";

/** Holds the data directory for this start, so that two never work on one; where that fails, why. */
export function lockDataDirectory(dataDir: string): { release(): void } | Problem {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = holdFile(join(dataDir, LOCK_FILE), 0);
    if (lock) return lock;
    return {
      what: "Another start is running on this data directory",
      why: `${dataDir} is in use.`,
      next: ["stop the other one (Ctrl-C), or choose another folder: PUSHPALS_DATA_DIR=<folder> bun run start"],
    };
  } catch (error) {
    return unusable(dataDir, error);
  }
}

/**
 * A data directory belongs to one repository: its mirror, its queue and its history of landings make no sense for
 * another one. Worktrees of one repository share it.
 */
export async function checkDataDirectory(dataDir: string, repository: UserRepository): Promise<Problem | null> {
  const file = join(dataDir, OWNER_FILE);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const found = await readOwner(file);
    if (found === null) {
      const { path, gitDir } = repository;
      await writeFile(file, `${JSON.stringify({ path, gitDir }, null, 2)}\n`, { flag: "wx" });
      return null;
    }
    if (found.gitDir === repository.gitDir) return null;
    return {
      what: "The data directory belongs to another repository",
      why: `${dataDir} was made for ${found.path}, and this start is for ${repository.path}.`,
      next: [
        `work for the other one: bun run start --repo ${found.path}`,
        "keep both: PUSHPALS_DATA_DIR=<another folder> bun run start",
        "give up what is in it: bun run start --clean",
      ],
    };
  } catch (error) {
    return unusable(dataDir, error);
  }
}

const unusable = (dataDir: string, error: unknown): Problem => ({
  what: "The data directory cannot be used",
  why: `${dataDir}: ${error instanceof Error ? error.message : error}`,
  next: ["make it writable, or choose another one: PUSHPALS_DATA_DIR=<folder> bun run start"],
});

async function readOwner(file: string): Promise<z.infer<typeof owner> | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  return owner.parse(JSON.parse(text));
}
