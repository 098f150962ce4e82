import type { GitPlace } from "./git-place";

const MAX_FILES = 20;
const MAX_CHARS = 4_000;
const MAX_BYTES = 1_000_000;
/** Lines around a conflict, so that its place is seen. */
const AROUND = 3;

/** The places of one file where two sides differ, as git marks them: what the branch has, then what the change has. */
export interface Sides {
  path: string;
  text: string;
}

/**
 * Both sides of the files in conflict, from the tree that git's merge has left with its marks in it. Binary files and those
 * that one side has deleted or renamed have no such places; for them git's words have to do.
 */
export async function conflictSides(
  place: GitPlace,
  { tree, conflicts }: { tree: string; conflicts: readonly string[] },
  names: { ours: string; theirs: string },
): Promise<Sides[]> {
  const sides: Sides[] = [];
  for (const path of conflicts.slice(0, MAX_FILES)) {
    const blob = `${tree}:${path}`;
    const read = await place.git(["cat-file", "blob", "--end-of-options", blob], { maxOutputBytes: MAX_BYTES });
    const text = read.ok ? markedPlaces(read.stdout) : "";
    if (text === "") continue;
    const named = text
      .replaceAll(`<<<<<<< ${names.ours}`, "<<<<<<< on the branch")
      .replaceAll(`>>>>>>> ${names.theirs}`, ">>>>>>> the change");
    sides.push({ path, text: named.slice(0, MAX_CHARS) });
  }
  return sides;
}

function markedPlaces(content: string): string {
  if (content.includes("\0")) return "";
  const lines = content.split("\n");
  const kept = new Set<number>();
  let inside = false;
  for (const [at, line] of lines.entries()) {
    if (line.startsWith("<<<<<<< ")) inside = true;
    if (!inside) continue;
    for (let near = at - AROUND; near <= at + AROUND; near += 1) kept.add(near);
    if (line.startsWith(">>>>>>> ")) inside = false;
  }
  return lines.filter((_, at) => kept.has(at)).join("\n");
}
