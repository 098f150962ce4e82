import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { git, saidBy } from "../git";

/**
 * Two bare repositories below the data directory.
 * `published` holds what is on the remote, and what a job was based on. Jobs may borrow its objects, read only.
 * `mirror` borrows them too and holds the rest: results of jobs, rescued work, all refs of Push Pals. No job
 * sees its objects, so none sees what another made before that has landed.
 */
export interface Stores {
  mirror: string;
  published: string;
}

export const storesIn = (dataDir: string): Stores => ({
  mirror: join(dataDir, "mirror.git"),
  published: join(dataDir, "published.git"),
});

/** Where Push Pals' own copy of the repository is, for those who only read it. */
export const mirrorDirIn = (dataDir: string): string => storesIn(dataDir).mirror;

/** Makes what is missing. Several processes may do so at once: the first to finish wins. Null, or what went wrong. */
export async function ensureStores(stores: Stores, objectFormat: "sha1" | "sha256"): Promise<string | null> {
  return (
    (await ensureBare(stores.published, objectFormat, null)) ??
    (await ensureBare(stores.mirror, objectFormat, "../../published.git/objects"))
  );
}

async function ensureBare(dir: string, objectFormat: string, borrowFrom: string | null): Promise<string | null> {
  if (await exists(dir)) return sameFormat(dir, objectFormat);
  const parent = join(dir, "..");
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const draft = `${dir}.${randomBytes(6).toString("hex")}`;
  // HEAD names a branch that never is: no branch is special here, and no attributes are read from one.
  const made = await git(
    ["init", "--quiet", "--bare", "--template=", `--object-format=${objectFormat}`, "--initial-branch=none", draft],
    { cwd: parent },
  );
  if (!made.ok) return `could not create ${dir}: ${saidBy(made)}`;
  // A job's clone asks for a commit by its name.
  const allowed = await git(["config", "uploadpack.allowAnySHA1InWant", "true"], { gitDir: draft });
  if (!allowed.ok) return `could not set up ${dir}: ${saidBy(allowed)}`;
  if (borrowFrom !== null) {
    await mkdir(join(draft, "objects", "info"), { recursive: true });
    await writeFile(join(draft, "objects", "info", "alternates"), `${borrowFrom}\n`);
  }
  const placed = await rename(draft, dir).then(
    () => true,
    (error: unknown) => wasFirst(error),
  );
  if (!placed) await rm(draft, { recursive: true, force: true });
  return placed ? null : sameFormat(dir, objectFormat);
}

async function sameFormat(dir: string, objectFormat: string): Promise<string | null> {
  const found = await git(["rev-parse", "--show-object-format"], { gitDir: dir });
  if (!found.ok) return `${dir} is not a repository that can be read: ${saidBy(found)}`;
  const format = found.stdout.trim();
  if (format === objectFormat) return null;
  return `${dir} holds ${format} objects, the repository ${objectFormat}: it belongs to another repository. Move it away.`;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );

/** False when somebody else had put the directory there; any other trouble is thrown. */
function wasFirst(error: unknown): false {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOTEMPTY" || code === "EEXIST") return false;
  throw error;
}
