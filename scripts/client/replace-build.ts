import { existsSync } from "node:fs";
import { cp, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** What pages that are open still ask for by name after an update: code that they load when a screen needs it. */
const LOADED_LATER = "{_expo,assets}/**/*";
const KEPT_MS = 7 * 86_400_000;

/**
 * Puts a new build in the place of the old one. Files of old builds with a hash in their name stay for a week, so that
 * a page which has been open since then still finds its own.
 */
export async function replaceBuild(folder: string, fresh: string, now = Date.now()): Promise<void> {
  const old = `${folder}.old`;
  if (existsSync(folder)) {
    await keepYoung(folder, fresh, now);
    await rm(old, { recursive: true, force: true });
    await rename(folder, old);
  }
  await rename(fresh, folder);
  await rm(old, { recursive: true, force: true });
}

async function keepYoung(folder: string, fresh: string, now: number): Promise<void> {
  for await (const path of new Bun.Glob(LOADED_LATER).scan({ cwd: folder, onlyFiles: true })) {
    const [from, to] = [join(folder, path), join(fresh, path)];
    if (existsSync(to) || now - (await stat(from)).mtimeMs > KEPT_MS) continue;
    await cp(from, to, { preserveTimestamps: true });
  }
}
