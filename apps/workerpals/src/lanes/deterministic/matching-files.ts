import { done, failed, type Outcome } from "../../outcome";
import { gitFailed, type ScriptContext } from "./script-context";

export interface MatchedFile {
  path: string;
  bytes: Buffer;
  /** Whether a glob is exactly its path. */
  byName: boolean;
}

/** How many bytes at the start tell a binary file by a NUL, as in git. */
const SNIFFED = 8_000;

/**
 * Text files of the repository that match a glob, that lie in a folder that is named, or that are named themselves:
 * what git tracks, what is new and not ignored, and what the script wrote. Binary files and symbolic links are left out.
 */
export async function matchingFiles(globs: readonly string[], context: ScriptContext): Promise<Outcome<MatchedFile[]>> {
  const { workspace, signal } = context;
  const listed = await workspace.git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { signal });
  if (!listed.ok) return gitFailed("git ls-files", listed);
  const known = new Set([...listed.stdout.split("\0"), ...workspace.namedPaths]);
  const matchers = globs.map((text) => ({ text, glob: new Bun.Glob(text) }));
  const found: MatchedFile[] = [];
  for (const path of [...known].sort()) {
    const hit = matchers.find(({ text, glob }) => path === text || path.startsWith(`${text}/`) || glob.match(path));
    if (path === "" || !hit) continue;
    const located = await workspace.files.locate(path);
    if (!located.ok || !located.value.stat?.isFile()) continue;
    const read = await workspace.files.read(path);
    if (!read.ok) return read;
    if (read.value.subarray(0, SNIFFED).includes(0)) context.report.note(`${path}: skipped, it is binary`);
    else found.push({ path, bytes: read.value, byName: globs.includes(path) });
  }
  if (found.length === 0)
    return failed("path_missing", `No text file matches ${globs.map((glob) => `"${glob}"`).join(", ")}.`);
  return done(found);
}
