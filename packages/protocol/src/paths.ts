const GLOB = /[*?[\]{}!()]/;

/**
 * The part of a path or glob that is fixed: the path itself, or the directory that a glob starts from.
 * `src/*.ts` and `src/**` give `src`; a glob without a fixed start gives `""`, the whole repository.
 */
export function fixedPrefix(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split("/")) {
    if (GLOB.test(part)) return parts.join("/");
    if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The directories above a fixed path, with `""` for the repository itself, and the path last. */
export function pathAndAncestors(path: string): string[] {
  if (path === "") return [""];
  const parts = path.split("/");
  return ["", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

/** Whether work on one path or glob can touch what the other names: the same, or one inside the other. */
export function pathsOverlap(left: string, right: string): boolean {
  const a = fixedPrefix(left);
  const b = fixedPrefix(right);
  return a === "" || b === "" || a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
