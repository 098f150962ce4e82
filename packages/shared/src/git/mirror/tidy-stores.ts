import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { git } from "../git";
import type { GitResult, TidyOptions } from "../types";
import type { Stores } from "./stores";

/** What no ref leads to may be on its way into one: a landing that is being built, a retry of a job. */
const KEEP_UNREACHABLE_MS = 14 * 86_400_000;
/** An import that is older has died. */
const IMPORT_MS = 60 * 60_000;
/** Fewer packs than these cost nothing. */
const FEW_PACKS = 20;
const LIMIT_MS = 30 * 60_000;

/**
 * Keeps the stores from growing with the number of jobs: packs are put together, what no ref has led to for long goes,
 * and so do quarantines of imports that have died. From the published store no object is ever taken away: workspaces
 * and the mirror borrow them without a ref there. Safe while others read and write. Null, or what went wrong.
 */
export async function tidyStores(stores: Stores, options: TidyOptions = {}): Promise<string | null> {
  const { signal, keepUnreachableMs = KEEP_UNREACHABLE_MS } = options;
  await removeDeadImports(stores.mirror);
  const problems: string[] = [];
  const put = async (what: string, result: Promise<GitResult>) => {
    const { ok, stderr } = await result;
    if (!ok) problems.push(`${what}: ${stderr.trim()}`);
  };
  const repack = (gitDir: string, args: readonly string[]) =>
    git(["repack", "-d", "-q", "-l", ...args], { gitDir, signal, timeoutMs: LIMIT_MS });
  const expiry = `--cruft-expiration=${Math.floor((Date.now() - keepUnreachableMs) / 1_000)}`;
  if (keepUnreachableMs === 0 || (await packsIn(stores.mirror)) > FEW_PACKS)
    await put("the mirror", repack(stores.mirror, ["--cruft", expiry]));
  if (signal?.aborted) return null;
  if ((await packsIn(stores.published)) > FEW_PACKS)
    await put("the published store", repack(stores.published, ["--geometric=2"]));
  return problems.length === 0 || signal?.aborted ? null : problems.join("; ");
}

async function packsIn(gitDir: string): Promise<number> {
  const names = await readdir(join(gitDir, "objects", "pack")).catch(asEmpty);
  return names.filter((name) => name.endsWith(".pack")).length;
}

async function removeDeadImports(mirror: string): Promise<void> {
  const objects = join(mirror, "objects");
  const names = (await readdir(objects).catch(asEmpty)).filter((name) => name.startsWith("incoming-"));
  for (const name of names) {
    const dir = join(objects, name);
    const found = await stat(dir).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > IMPORT_MS) await rm(dir, { recursive: true, force: true });
  }
}

function asEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
