/** The most target paths that a plan may have. */
const MAX_PATHS = 5_000;
/** Small enough to be compared with those of other jobs quickly, should paths have to be joined. */
const JOINED_PATHS = 2_000;

/**
 * The paths as they are; more than a plan may have are joined into folders, deepest first, so that every path stays
 * covered and no overlap with other work is missed.
 */
export function withinLimit(paths: readonly string[]): string[] {
  if (paths.length <= MAX_PATHS) return [...paths];
  const deepest = Math.max(...paths.map((path) => path.split("/").length));
  for (let depth = deepest - 1; depth > 0; depth -= 1) {
    const joined = new Set(paths.map((path) => folderAt(path, depth)));
    if (joined.size <= JOINED_PATHS) return [...joined].sort();
  }
  return ["**/*"];
}

function folderAt(path: string, depth: number): string {
  const parts = path.split("/");
  return parts.length <= depth ? path : `${parts.slice(0, depth).join("/")}/**`;
}
