import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isRepoPath } from "@pushpals/protocol";
import { nulSeparated, type ReadOnlyRepository } from "./open-repository";

export type TrackedFile =
  | { ok: true; path: string; text: string /** True when the file is longer than what was read. */; cut: boolean }
  | { ok: false; reason: "outside" | "not_tracked" | "missing" | "not_a_file" | "binary" };

/**
 * Reads a file of the working tree by its path in the repository. Only what git tracks is read, also behind a
 * symbolic link: an ignored `.env` or a file elsewhere on the machine is never shown.
 */
export async function readTrackedFile(
  repository: ReadOnlyRepository,
  path: string,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<TrackedFile> {
  if (!isRepoPath(path)) return { ok: false, reason: "outside" };
  if (!(await isTracked(repository, path, signal))) return { ok: false, reason: "not_tracked" };
  const top = await realpath(repository.path);
  const real = await realpath(join(top, path)).catch(asMissing);
  if (real === null) return { ok: false, reason: "missing" };
  const inside = relative(top, real).split(sep).join("/");
  if (!isRepoPath(inside)) return { ok: false, reason: "outside" };
  if (inside !== path && !(await isTracked(repository, inside, signal))) return { ok: false, reason: "not_tracked" };
  return readText(real, path, maxBytes);
}

async function readText(real: string, path: string, maxBytes: number): Promise<TrackedFile> {
  // Not following a link that was put there after it was resolved; not hanging on a pipe.
  const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(asMissing);
  if (handle === null) return { ok: false, reason: "missing" };
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { ok: false, reason: "not_a_file" };
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(maxBytes, stat.size)), 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.includes(0)) return { ok: false, reason: "binary" };
    return { ok: true, path, text: new TextDecoder().decode(bytes), cut: stat.size > bytesRead };
  } finally {
    await handle.close();
  }
}

async function isTracked(repository: ReadOnlyRepository, path: string, signal?: AbortSignal): Promise<boolean> {
  const listed = await repository.read(["--literal-pathspecs", "ls-files", "-z", "--", path], signal);
  return listed.ok && nulSeparated(listed.stdout).includes(path);
}

const asMissing = (_unreadable: unknown): null => null;
