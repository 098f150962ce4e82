import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The Bun that package.json pins, such as `1.4.5`. */
export function pinnedBunVersion(root: string): string {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { packageManager: string };
  return packageManager.replace(/^bun@/, "");
}

/** Null when this Bun is the pinned one or a newer one of the same major version, else what to do. */
export function bunVersionProblem(root: string, script: string, found = Bun.version): string | null {
  const pinned = pinnedBunVersion(root);
  const sameMajor = found.split(".")[0] === pinned.split(".")[0];
  if (sameMajor && Bun.semver.order(found, pinned) >= 0) return null;
  return `Push Pals needs Bun ${pinned} or a newer 1.x, and this is Bun ${found}.\nUpgrade it (bun upgrade), or run: npx --yes bun@${pinned} run ${script}`;
}
