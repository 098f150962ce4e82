import { readGitQuoted } from "./git-quoted";

/** A file that a diff names, and the line of the diff (from 0) that does. */
export interface PatchFile {
  path: string;
  line: number;
}

/**
 * The files that a unified diff touches, both sides of renames and copies, in order, as `git apply -p1` reads them.
 * What stands between the diffs (a mail's text, for instance) is skipped, as git does; the lines of hunks never count
 * as headers, whatever they look like.
 */
export function patchFiles(diff: string): PatchFile[] {
  const lines = diff.split("\n");
  const found: PatchFile[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = header(lines[at]);
    if (line.startsWith("diff --git ")) at = readGitHeader(lines, at, found);
    else if (line.startsWith("--- ") && header(lines[at + 1]).startsWith("+++ ") && isHunk(lines[at + 2])) {
      addSides(lines, at, found);
      at += 2;
    } else if (isHunk(line)) at = skipHunk(lines, at);
    else at += 1;
  }
  return found;
}

const header = (line: string | undefined): string => (line ?? "").replace(/\r$/, "");
const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const isHunk = (line: string | undefined): boolean => HUNK.test(line ?? "");

/** Index of the first line after the header. */
function readGitHeader(lines: string[], start: number, found: PatchFile[]): number {
  const before = found.length;
  let at = start + 1;
  for (; at < lines.length; at += 1) {
    const line = header(lines[at]);
    if (line.startsWith("--- ") && header(lines[at + 1]).startsWith("+++ ")) {
      addSides(lines, at, found);
      at += 2;
      break;
    }
    const moved = /^(?:rename|copy) (?:from|to|old|new) (.+)$/.exec(line)?.[1];
    if (moved !== undefined) add(found, unquoted(moved), at);
    else if (!/^(old mode|new mode|deleted file mode|new file mode|(dis)?similarity index|index) /.test(line)) break;
  }
  if (found.length === before) add(found, nameOfGitLine(header(lines[start]).slice("diff --git ".length)), start);
  return at;
}

/** The sides of `---` and `+++`, where they are files. */
function addSides(lines: string[], at: number, found: PatchFile[]): void {
  for (const index of [at, at + 1]) {
    const side = header(lines[index]).slice(4);
    const name = side.startsWith('"') ? readGitQuoted(side)?.path : side.split("\t")[0];
    if (name !== undefined && name !== "/dev/null") add(found, stripFirst(name), index);
  }
}

function add(found: PatchFile[], path: string | null, line: number): void {
  if (path !== null && found.at(-1)?.path !== path) found.push({ path, line });
}

const unquoted = (name: string): string | null =>
  name.startsWith('"') ? (readGitQuoted(name)?.path ?? null) : (name.split("\t")[0] ?? null);

/** Without its first part (`a/`, `b/`); null when it has but one. */
function stripFirst(name: string): string | null {
  const slash = name.indexOf("/");
  return slash === -1 ? null : name.slice(slash + 1);
}

/**
 * The one name on a `diff --git` line whose two sides are the same file. Unquoted names may contain blanks, so the
 * line is cut where both halves agree.
 */
function nameOfGitLine(rest: string): string | null {
  const quoted = rest.startsWith('"') ? readGitQuoted(rest) : null;
  if (quoted) return stripFirst(quoted.path);
  for (let at = rest.indexOf(" "); at !== -1; at = rest.indexOf(" ", at + 1)) {
    const left = stripFirst(rest.slice(0, at));
    const second = rest.slice(at + 1);
    const right = stripFirst(second.startsWith('"') ? (readGitQuoted(second)?.path ?? "") : second);
    if (left !== null && left === right) return left;
  }
  return null;
}

/** Index of the first line after a hunk, by the line counts that it declares. */
function skipHunk(lines: string[], start: number): number {
  const counts = HUNK.exec(lines[start] ?? "");
  let before = Number(counts?.[1] ?? 1);
  let after = Number(counts?.[2] ?? 1);
  let at = start + 1;
  for (; at < lines.length && (before > 0 || after > 0); at += 1) {
    const mark = lines[at]?.charAt(0);
    if (mark === "-") before -= 1;
    else if (mark === "+") after -= 1;
    else if (mark === " " || mark === "" || mark === "\r") {
      before -= 1;
      after -= 1;
    } else if (mark !== "\\") break;
  }
  return at;
}
