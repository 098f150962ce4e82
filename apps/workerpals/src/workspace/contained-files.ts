import { constants, type Stats } from "node:fs";
import { lstat, mkdir, open, realpath } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isRepoPath } from "@pushpals/protocol";
import { done, failed, type Outcome } from "../outcome";

export interface Located {
  /** Path in the repository, as it was given. */
  path: string;
  /** Its parents are resolved and inside of the workspace; its last part may be a symbolic link itself. */
  absolute: string;
  /** Of the last part, not followed; null when there is nothing. */
  stat: Stats | null;
}

/**
 * The only way in which operations touch files of a workspace: symbolic links among the parents are resolved and have
 * to stay inside, the last part is never followed, and `.git` is out of reach under any name.
 */
export class ContainedFiles {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  static async of(workspace: string): Promise<ContainedFiles> {
    return new ContainedFiles(await realpath(workspace));
  }

  /** Where a path really is. Refuses what leaves the workspace. */
  async locate(path: string): Promise<Outcome<Located>> {
    if (!isRepoPath(path)) return outside(path);
    const parts = path.split("/");
    const last = parts.pop() ?? "";
    let parent = this.#root;
    for (const [index, part] of parts.entries()) {
      const next = join(parent, part);
      const stat = await statOf(next);
      if (stat === null) {
        const missing = join(parent, ...parts.slice(index), last);
        return done({ path, absolute: missing, stat: null });
      }
      const resolved = stat.isSymbolicLink() ? await this.#follow(next) : stat.isDirectory() ? next : null;
      if (resolved === null && stat.isSymbolicLink()) return outside(path, parts.slice(0, index + 1).join("/"));
      if (resolved === null)
        return failed(
          "path_missing",
          `"${parts.slice(0, index + 1).join("/")}" is a file, so "${path}" cannot be in it.`,
        );
      parent = resolved;
    }
    const absolute = join(parent, last);
    return done({ path, absolute, stat: await statOf(absolute) });
  }

  /** Bytes of a regular file. */
  async read(path: string): Promise<Outcome<Buffer>> {
    const located = await this.locate(path);
    if (!located.ok) return located;
    const { stat, absolute } = located.value;
    if (stat === null) return failed("path_missing", `There is no file "${path}".`);
    if (!stat.isFile()) return failed("path_missing", notAFile(path, stat));
    const file = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return done(await file.readFile());
    } finally {
      await file.close();
    }
  }

  /** Writes a regular file, making its folders; the mode of one that exists is kept. */
  async write(path: string, content: Uint8Array): Promise<Outcome<null>> {
    const located = await this.locate(path);
    if (!located.ok) return located;
    const { stat, absolute } = located.value;
    if (stat !== null && !stat.isFile()) return failed("path_outside_repository", notAFile(path, stat));
    await mkdir(dirname(absolute), { recursive: true });
    const flags =
      constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(absolute, flags, 0o666);
    try {
      await file.writeFile(content);
      return done(null);
    } finally {
      await file.close();
    }
  }

  /** Target of a symbolic link to a folder inside of the workspace; null when it leads anywhere else. */
  async #follow(link: string): Promise<string | null> {
    const target = await realpath(link).catch((error: unknown) => {
      if (isNodeError(error)) return null;
      throw error;
    });
    if (target === null || !(await lstat(target)).isDirectory()) return null;
    if (target === this.#root) return target;
    const path = relative(this.#root, target).split(sep).join("/");
    return target.startsWith(this.#root + sep) && isRepoPath(path) ? target : null;
  }
}

async function statOf(path: string): Promise<Stats | null> {
  return lstat(path).catch((error: unknown) => {
    if (isNodeError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw error;
  });
}

export const isNodeError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error;

function outside(path: string, link?: string): Outcome<never> {
  const why =
    link === undefined ? "it is not a path inside the repository" : `the symbolic link "${link}" leads out of it`;
  return failed("path_outside_repository", `"${path}" is refused: ${why}.`, { path });
}

function notAFile(path: string, stat: Stats): string {
  if (stat.isSymbolicLink())
    return `"${path}" is a symbolic link, which is never written through. Name the file it points to, or delete the link first.`;
  return stat.isDirectory() ? `"${path}" is a folder, not a file.` : `"${path}" is not a regular file.`;
}
